import { ownTokenName } from '../../compare/own-tokens.js'
import type { Capture } from '../scenario/model.js'

/** A value that a page handed out for the visitor's next request: a token against forged requests, a nonce. */
export interface HandedOut {
  readonly field: string
  readonly value: string
  readonly capture: Capture
}

/** Maximum characters of a page that is searched; a longer one is not. */
const maxText = 2_000_000

/** Finds hidden fields and meta elements whose name says that each stack makes their value for itself. */
export function handedOut(page: string): HandedOut[] {
  if (page.length > maxText || !ownTokenName.test(page)) return []
  return [...page.matchAll(/<(input|meta)\b[^>]{0,1000}>/gi)].flatMap(([tag, element = '']) => {
    const attribute = element.toLowerCase() === 'meta' ? 'content' : 'value'
    const [field, value] = [attributeOf(tag, 'name'), attributeOf(tag, attribute)]
    if (field === undefined || value === undefined || value.length < 6 || !ownTokenName.test(field)) return []
    if (attribute === 'value' && attributeOf(tag, 'type')?.toLowerCase() !== 'hidden') return []
    const selector = `${element.toLowerCase()}[name=${JSON.stringify(field)}]`
    return [{ field, value, capture: { kind: 'css', selector, attribute } }]
  })
}

function attributeOf(tag: string, name: string): string | undefined {
  const [, double, single, bare] =
    new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag) ?? []
  return double ?? single ?? bare
}
