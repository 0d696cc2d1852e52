import { SaxesParser } from 'saxes'
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
 * small one cannot grow; nothing is ever fetched. Comments, processing instructions and white space between elements mean nothing.
 *
 * @throws OverBudget for a document that is nested deeper than anybody nests.
 */
export function xmlTree(text: string, make: NodeMaker): Element | undefined {
  const root: Open = { name: '#document', attributes: [], children: [], text: '' }
  const open = [root]
  const top = (): Open => open.at(-1) ?? root
  const parser = new SaxesParser()
  const errors: Error[] = []
  parser.on('error', (error) => void errors.push(error))
  parser.on('text', (value) => (top().text += value))
  parser.on('cdata', (value) => (top().text += value))
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > mostLevels) throw new OverBudget('nested too deep')
    endText(top(), make)
    open.push({ name, attributes: Object.entries(attributes), children: [], text: '' })
  })
  parser.on('closetag', () => {
    const closed = open.pop()
    if (closed === undefined) return
    endText(closed, make)
    top().children.push(make.element(closed.name, closed.attributes, closed.children))
  })
  parser.write(text).close()
  return errors.length > 0 ? undefined : make.element(root.name, [], root.children)
}

function endText(element: Open, make: NodeMaker): void {
  const text = element.text.replace(/\s+/g, ' ').trim()
  element.text = ''
  if (text !== '') element.children.push(make.text(text))
}
