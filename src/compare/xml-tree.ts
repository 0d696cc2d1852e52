import iconv from 'iconv-lite'
import { SaxesParser } from 'saxes'
import type { Element, Node, NodeMaker } from './tree.js'
import { maxLevels, OverBudget } from './work.js'

interface Open {
  readonly name: string
  readonly attributes: readonly [string, string][]
  readonly children: Node[]
  /** What stands since the last child. */
  text: string
  /** White space means something by itself: `xml:space="preserve"` here or around (XML 1.0 §2.10). */
  readonly preserves: boolean
}

/**
 * A well-formed document as a tree; undefined for what is not one. Entities that a document declares are not expanded, so that a
 * small one cannot grow; nothing is ever fetched. Comments mean nothing, nor does white space in an element that holds elements and no text;
 * a text is as it stands, CDATA or not, but for its line ends (XML 1.0 §2.11). A declaration counts only where it says what is unusual.
 *
 * @throws OverBudget for a document that is nested deeper than anybody nests.
 */
export function xmlTree(text: string, make: NodeMaker): Element | undefined {
  const root: Open = { name: '#document', attributes: [], children: [], text: '', preserves: false }
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

/** Without the white space that only lays out elements. */
function childrenOf({ children, preserves }: Open): readonly Node[] {
  if (preserves || !children.some(({ kind }) => kind === 'element')) return children
  const isLayout = children.every((child) => child.kind === 'element' || !/[^ \t\r\n]/.test(child.source))
  return isLayout ? children.filter(({ kind }) => kind === 'element') : children
}
