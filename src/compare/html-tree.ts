import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import { ownTokenName, ownValue } from './own-tokens.js'

export interface Text {
  readonly kind: 'text'
  readonly name: '#text'
  readonly fingerprint: string
  /** How a person reads it, bounded. */
  readonly source: string
}

export interface Element {
  readonly kind: 'element'
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly Node[]
  /** Equal for nodes that mean the same. */
  readonly fingerprint: string
  readonly source: string
}

export type Node = Text | Element

/** White space means something in these, and only here. */
const verbatim = new Set(['pre', 'textarea', 'script', 'style'])
const longestSource = 200

/** A page as browsers read it (the HTML standard's tree construction, by parse5), less what means nothing. Comments are left out. */
export function treeOf(page: string): Element {
  return elementOf('#document', [], parse(page).childNodes, false)
}

function elementOf(
  name: string,
  attributes: readonly (readonly [string, string])[],
  childNodes: readonly Tree.ChildNode[],
  inVerbatim: boolean,
): Element {
  const keepsSpace = inVerbatim || verbatim.has(name)
  const children = childNodes.flatMap((child) => nodeOf(child, keepsSpace))
  const sorted = new Map([...attributes].sort(([a], [b]) => (a < b ? -1 : 1)))
  const written = [...sorted].map(([key, value]) => ` ${key}="${value}"`).join('')
  const inner = children.map(({ fingerprint }) => fingerprint).join('')
  const fingerprint = `<${name}${written}>${inner}</${name}>`
  return {
    kind: 'element',
    name,
    attributes: sorted,
    children,
    fingerprint,
    source: fingerprint.slice(0, longestSource),
  }
}

function nodeOf(node: Tree.ChildNode, keepsSpace: boolean): Node[] {
  if ('value' in node) return textOf(node.value, keepsSpace)
  if (!('tagName' in node)) return []
  const attributes = attributesOf(node)
  const content = node.nodeName === 'template' && 'content' in node ? node.content.childNodes : node.childNodes
  return [elementOf(node.tagName, attributes, content, keepsSpace)]
}

function textOf(value: string, keepsSpace: boolean): Text[] {
  const text = keepsSpace ? value : value.replace(/[ \t\r\n\f]+/g, ' ').trim()
  return text === '' ? [] : [{ kind: 'text', name: '#text', fingerprint: text, source: text.slice(0, longestSource) }]
}

/** Values of hidden token fields are each stack's own. */
function attributesOf({ tagName, attrs }: Tree.Element): [string, string][] {
  const valueOf = (name: string): string => attrs.find((attribute) => attribute.name === name)?.value ?? ''
  const hiddenToken =
    tagName === 'input' && valueOf('type').toLowerCase() === 'hidden' && ownTokenName.test(valueOf('name'))
  const metaToken = tagName === 'meta' && ownTokenName.test(valueOf('name'))
  return attrs.map(({ name, value }) => {
    const own = (hiddenToken && name === 'value') || (metaToken && name === 'content')
    return [name, own ? ownValue : value]
  })
}
