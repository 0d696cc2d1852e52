import type { Comparator } from '../comparator.js'
import { htmlTree } from '../html-tree.js'
import { compareTrees, nodeMaker, type Node, type Notation } from '../tree.js'

/**
 * Compares HTML as a tree: entities are decoded, attribute order and insignificant white space are ignored, scripts and styles are text.
 * Form fields are identified by name.
 */
export const html: Comparator = {
  kinds: ['html'],
  compare: ({ body: legacy }, { body: candidate }, { work, turned }) => {
    const make = nodeMaker(work)
    return compareTrees(htmlTree(legacy.text, make), htmlTree(candidate.text, make), notation, { work, turned })
  },
}

/** CSS-like places: `body > ul#menu > li:nth-of-type(2)`, `form > input[name="qty"]`; an attribute is `path[name]`. */
const notation: Notation = {
  call: selfOf,
  place(parentPath, called, nth) {
    const here = nth === undefined || called === 'text' ? called : `${called}:nth-of-type(${nth})`
    return parentPath === '' ? here : `${parentPath} > ${here}`
  },
  attribute: (path, name) => `${path}[${name}]`,
  identity: selfOf,
}

const fields = new Set(['input', 'select', 'textarea', 'button', 'meta'])

/** Returns what a person would call the node: its tag with an id, a field's name or an option's value, otherwise the tag alone. */
function selfOf(node: Node): string {
  if (node.kind === 'text') return 'text'
  const { name, attributes } = node
  if (attributes.size === 0) return name
  const id = attributes.get('id')
  if (id !== undefined && id !== '') return `${name}#${id}`
  const [called, value] = [attributes.get('name'), attributes.get('value')]
  if (called !== undefined && fields.has(name)) return `${name}[name="${called}"]`
  return name === 'option' && value !== undefined ? `option[value="${value}"]` : name
}
