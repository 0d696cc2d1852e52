import type { Comparator } from '../comparator.js'
import { htmlTree } from '../html-tree.js'
import { compareTrees, nodeMaker, type Node, type Notation } from '../tree.js'

/**
 * HTML as a tree: entities decoded, order of attributes and insignificant white space without meaning, scripts and styles as
 * text. Form fields are known by their names.
 */
export const html: Comparator = {
  kinds: ['html'],
  compare: ({ body: legacy }, { body: candidate }, { work, turned }) => {
    const make = nodeMaker(work)
    return compareTrees(htmlTree(legacy.text, make), htmlTree(candidate.text, make), notation, { work, turned })
  },
}

/** CSS-like: `body > ul#menu > li:nth-of-type(2)`, `form > input[name="qty"]`, an attribute as `path[name]`. */
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

/** What a person would call it: its id, a field's name, an option's value; else its name. */
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
