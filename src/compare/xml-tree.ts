import iconv from 'iconv-lite'
import { SaxesParser } from 'saxes'
import { collapsed } from './inline-flow.js'
import type { Element, Node, NodeMaker } from './tree.js'
import { mostLevels, OverBudget } from './work.js'

interface Open {
  readonly name: string
  readonly attributes: readonly [string, string][]
  readonly children: Node[]
  text: string
}

/**
 * A well-formed document as a tree; undefined for what is not one. Entities that a document declares are not expanded, so that a
 * small one cannot grow; nothing is ever fetched. Comments and white space between elements mean nothing. A declaration counts only
 * where it says what is unusual.
 *
 * @throws OverBudget for a document that is nested deeper than anybody nests.
 */
export function xmlTree(text: string, make: NodeMaker): Element | undefined {
  const root: Open = { name: '#document', attributes: [], children: [], text: '' }
  const open = [root]
  const top = (): Open => open.at(-1) ?? root
  const parser = new SaxesParser()
  // At the first fault: what follows would only make thousands more.
  parser.on('error', () => {
    throw new NotWellFormed()
  })
  parser.on('text', (value) => (top().text += value))
  parser.on('cdata', (value) => (top().text += value))
  parser.on('processinginstruction', ({ target, body }) => {
    endText(top(), make, false)
    top().children.push(make.element(`?${target}`, [['is', collapsed(body)]], []))
  })
  parser.on('xmldecl', ({ version, encoding, standalone }) => {
    const unusual: [string, string | undefined][] = [
      ['version', version === '1.0' ? undefined : version],
      ['encoding', encoding === undefined || iconv.encodingExists(encoding) ? undefined : encoding],
      ['standalone', standalone === 'yes' ? standalone : undefined],
    ]
    const said = unusual.filter((one): one is [string, string] => one[1] !== undefined)
    if (said.length > 0) root.children.push(make.element('?xml', said, []))
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > mostLevels) throw new OverBudget('nested too deep')
    endText(top(), make, false)
    open.push({ name, attributes: Object.entries(attributes), children: [], text: '' })
  })
  parser.on('closetag', () => {
    const closed = open.pop()
    if (closed === undefined) return
    endText(closed, make, true)
    top().children.push(make.element(closed.name, closed.attributes, closed.children))
  })
  try {
    parser.write(text).close()
  } catch (error) {
    if (error instanceof NotWellFormed) return undefined
    throw error
  }
  return make.element(root.name, [], root.children)
}

class NotWellFormed extends Error {}

/** White space at the edges of an element means nothing; beside a word in the middle of one it is a space. */
function endText(element: Open, make: NodeMaker, atEnd: boolean): void {
  const { text, children } = element
  element.text = ''
  const words = collapsed(text)
  if (words === '') return
  const [before, after] = [children.length > 0 && /^[ \t\r\n]/.test(text), !atEnd && /[ \t\r\n]$/.test(text)]
  children.push(make.text(`${before ? ' ' : ''}${words}${after ? ' ' : ''}`))
}
