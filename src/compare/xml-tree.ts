import iconv from 'iconv-lite'
import { SaxesParser } from 'saxes'
import type { Element, Node, NodeMaker } from './tree.js'
import { maxLevels, OverBudget } from './work.js'

interface Open {
  readonly name: string
  readonly attributes: readonly [string, string][]
  readonly children: Node[]
  /** Text since the last child. */
  text: string
  /** True when white space is significant: `xml:space="preserve"` here or on an ancestor (XML 1.0 §2.10). */
  readonly preserves: boolean
}

/**
 * Parses a well-formed document into a tree; undefined if it is not well-formed. Entities that the document declares are not expanded, so
 * that a small one cannot grow; nothing is ever fetched. Comments are ignored, and so is white space in an element that holds elements and
 * no text. Text is kept as it is, CDATA or not, except for its line ends (XML 1.0 §2.11). An XML declaration counts only if it says
 * something unusual.
 *
 * @throws OverBudget if the document is nested deeper than anybody nests.
 */
export function xmlTree(text: string, make: NodeMaker): Element | undefined {
  const root: Open = { name: '#document', attributes: [], children: [], text: '', preserves: false }
  const open = [root]
  const top = (): Open => open.at(-1) ?? root
  const parser = new SaxesParser()
  // Stops at the first error: the rest would only produce thousands more.
  parser.on('error', () => {
    throw new NotWellFormed()
  })
  parser.on('text', (value) => (top().text += value))
  parser.on('cdata', (value) => (top().text += value))
  parser.on('processinginstruction', ({ target, body }) => {
    endText(top(), make)
    top().children.push(make.element(`?${target}`, [['is', body]], []))
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
    if (open.length > maxLevels) throw new OverBudget('nested too deep')
    endText(top(), make)
    const preserves = preservesSpace(attributes['xml:space'], top().preserves)
    open.push({ name, attributes: Object.entries(attributes), children: [], text: '', preserves })
  })
  parser.on('closetag', () => {
    const closed = open.pop()
    if (closed === undefined) return
    endText(closed, make)
    top().children.push(make.element(closed.name, closed.attributes, childrenOf(closed)))
  })
  try {
    parser.write(text).close()
  } catch (error) {
    if (error instanceof NotWellFormed) return undefined
    throw error
  }
  return make.element(root.name, [], childrenOf(root))
}

class NotWellFormed extends Error {}

function preservesSpace(said: string | undefined, around: boolean): boolean {
  return said === 'preserve' || (said !== 'default' && around)
}

function endText(element: Open, make: NodeMaker): void {
  if (element.text !== '') element.children.push(make.text(element.text))
  element.text = ''
}

/** Returns the children without white space that only lays out elements. */
function childrenOf({ children, preserves }: Open): readonly Node[] {
  if (preserves || !children.some(({ kind }) => kind === 'element')) return children
  const isLayout = children.every((child) => child.kind === 'element' || !/[^ \t\r\n]/.test(child.source))
  return isLayout ? children.filter(({ kind }) => kind === 'element') : children
}
