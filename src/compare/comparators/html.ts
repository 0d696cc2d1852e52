import type { Difference } from '../../model/difference.js'
import { align, sameInOtherOrder } from '../align.js'
import { difference, type Comparator } from '../comparator.js'
import { treeOf, type Element, type Node } from '../html-tree.js'

/**
 * HTML as a tree: entities decoded, order of attributes and insignificant white space without meaning, scripts and styles as
 * text. Children are laid side by side by what they are, so that one block that was added is one difference.
 */
export const html: Comparator = {
  kinds: ['html'],
  compare: ({ body: legacy }, { body: candidate }) => {
    const [before, after] = [treeOf(legacy.text), treeOf(candidate.text)]
    return before.fingerprint === after.fingerprint ? [] : compareChildren('', before, after)
  },
}

function* compareElements(path: string, before: Element, after: Element): Iterable<Difference> {
  for (const name of new Set([...before.attributes.keys(), ...after.attributes.keys()])) {
    const [old, now] = [before.attributes.get(name), after.attributes.get(name)]
    if (old === now) continue
    const kind = now === undefined ? 'missing' : old === undefined ? 'added' : 'value'
    yield difference('body', kind, `${path}[${name}]`, old, now)
  }
  yield* compareChildren(path, before, after)
}

function* compareChildren(path: string, before: Element, after: Element): Iterable<Difference> {
  const [one, other] = [before.children.map(fingerprintOf), after.children.map(fingerprintOf)]
  if (sameInOtherOrder(one, other)) {
    yield difference('body', 'order', path, shown(before.children), shown(after.children))
    return
  }
  for (const stretch of align(before.children, after.children, fingerprintOf)) {
    yield* compareStretch(path, before, stretch.one, stretch.other)
  }
}

/** What differs between two places that agree: nodes of the same name are paired in order, the rest is missing or added. */
function* compareStretch(
  path: string,
  parent: Element,
  one: readonly Node[],
  other: readonly Node[],
): Iterable<Difference> {
  const unpaired = [...other]
  for (const node of one) {
    const at = unpaired.findIndex((candidate) => candidate.name === node.name)
    const here = `${path}${path === '' ? '' : ' > '}${placeOf(node, parent)}`
    if (at === -1) {
      yield difference('body', 'missing', here, node.source)
      continue
    }
    const [match] = unpaired.splice(at, 1)
    if (match !== undefined) yield* compareNodes(here, path, node, match)
  }
  for (const node of unpaired)
    yield difference('body', 'added', `${path}${path === '' ? '' : ' > '}${node.name}`, undefined, node.source)
}

function* compareNodes(path: string, parentPath: string, before: Node, after: Node): Iterable<Difference> {
  if (before.kind === 'element' && after.kind === 'element') yield* compareElements(path, before, after)
  else yield difference('body', 'value', parentPath === '' ? 'text' : parentPath, before.source, after.source)
}

function fingerprintOf({ fingerprint }: Node): string {
  return fingerprint
}

/** `ul#menu`, or `li:nth-of-type(3)` where there are several of the name. */
function placeOf(node: Node, parent: Element): string {
  if (node.kind === 'text') return 'text'
  const id = node.attributes.get('id')
  if (id !== undefined) return `${node.name}#${id}`
  const same = parent.children.filter(({ name }) => name === node.name)
  return same.length < 2 ? node.name : `${node.name}:nth-of-type(${same.indexOf(node) + 1})`
}

function shown(nodes: readonly Node[]): string {
  return nodes.map(({ source }) => source).join(' ')
}
