import type { Difference } from '../model/difference.js'
import { align, sameInOtherOrder } from './align.js'
import { difference } from './comparator.js'
import type { Work } from './work.js'

export interface Text {
  readonly kind: 'text'
  readonly name: '#text'
  readonly fingerprint: string
  /** How a person reads it. */
  readonly source: string
}

export interface Element {
  readonly kind: 'element'
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly Node[]
  /** Equal for nodes that mean the same, within trees of one `nodeMaker`. */
  readonly fingerprint: string
  readonly source: string
}

export type Node = Text | Element

const longestSource = 200

/** Makes the nodes of trees that are compared with each other. */
export interface NodeMaker {
  text(value: string): Text
  element(name: string, attributes: readonly (readonly [string, string])[], children: readonly Node[]): Element
}

/** A fingerprint is a number for what an element is and holds: exact, and no longer for a page than for a word. */
export function nodeMaker(work: Work): NodeMaker {
  const known = new Map<string, string>()
  const fingerprintOf = (content: string): string => {
    const before = known.get(content)
    if (before !== undefined) return before
    const fingerprint = `\u0000${known.size}`
    known.set(content, fingerprint)
    return fingerprint
  }
  return {
    text: (value) => ({ kind: 'text', name: '#text', fingerprint: value, source: value }),
    element(name, attributes, children) {
      work.spend(1 + attributes.length)
      const sorted = new Map([...attributes].sort(([a], [b]) => (a < b ? -1 : 1)))
      const written = [...sorted].map(([key, value]) => ` ${key}="${value}"`).join('')
      const inner = children.map(({ fingerprint }) => `${fingerprint}\u0001`).join('')
      return {
        kind: 'element',
        name,
        attributes: sorted,
        children,
        fingerprint: fingerprintOf(`<${name}${written}>${inner}`),
        source: sourceOf(`<${name}${written}>`, children, name),
      }
    },
  }
}

function sourceOf(open: string, children: readonly Node[], name: string): string {
  let source = open
  for (const child of children) {
    if (source.length >= longestSource) break
    source += child.source.slice(0, longestSource)
  }
  return `${source}</${name}>`.slice(0, longestSource)
}

/** How the places of a kind of tree are written. */
export interface Notation {
  /** The place of a child; `parent` is the empty text at the root. */
  place(parentPath: string, parent: Element, node: Node): string
  attribute(path: string, name: string): string
  /** What tells a node from others of its name: nodes with the same are laid side by side first. */
  readonly identity: (node: Node) => string
}

/**
 * Two trees side by side: children by what they are, so that one block that was added is one difference, and a block that moved
 * is one, too.
 */
export function* compareTrees(before: Element, after: Element, notation: Notation, work: Work): Iterable<Difference> {
  if (before.fingerprint !== after.fingerprint) yield* compareChildren('', before, after, notation, work)
}

function* compareElements(
  path: string,
  before: Element,
  after: Element,
  notation: Notation,
  work: Work,
): Iterable<Difference> {
  for (const name of new Set([...before.attributes.keys(), ...after.attributes.keys()])) {
    const [old, now] = [before.attributes.get(name), after.attributes.get(name)]
    if (old === now) continue
    const kind = now === undefined ? 'missing' : old === undefined ? 'added' : 'value'
    yield difference('body', kind, notation.attribute(path, name), old, now)
  }
  yield* compareChildren(path, before, after, notation, work)
}

function* compareChildren(
  path: string,
  before: Element,
  after: Element,
  notation: Notation,
  work: Work,
): Iterable<Difference> {
  work.spend(1 + before.children.length + after.children.length)
  const [one, other] = [before.children.map(fingerprintOf), after.children.map(fingerprintOf)]
  if (sameInOtherOrder(one, other)) {
    yield difference('body', 'order', path, shown(before.children), shown(after.children))
    return
  }
  const stretches = align(before.children, after.children, fingerprintOf)
  const moved = movedElements(
    stretches.flatMap((each) => each.one),
    stretches.flatMap((each) => each.other),
  )
  for (const node of stretches.flatMap((each) => each.one)) {
    if (moved.has(node)) yield difference('body', 'order', notation.place(path, before, node), node.source, node.source)
  }
  const stayed = (node: Node): boolean => !moved.has(node)
  for (const stretch of stretches) {
    const [left, right] = [stretch.one.filter(stayed), stretch.other.filter(stayed)]
    yield* compareStretch(path, before, left, right, notation, work)
  }
}

/** Elements that are gone at one place and came at another, each with its other self. */
function movedElements(one: readonly Node[], other: readonly Node[]): Set<Node> {
  const moved = new Set<Node>()
  const arrived = new Map<string, Node[]>()
  for (const node of other) {
    if (node.kind === 'element') arrived.set(node.fingerprint, [...(arrived.get(node.fingerprint) ?? []), node])
  }
  for (const node of one) {
    const self = arrived.get(node.fingerprint)?.shift()
    if (self !== undefined) moved.add(node).add(self)
  }
  return moved
}

/** What differs between two places that agree: nodes that call themselves the same are paired, the rest is missing or added. */
function* compareStretch(
  path: string,
  parent: Element,
  one: readonly Node[],
  other: readonly Node[],
  notation: Notation,
  work: Work,
): Iterable<Difference> {
  work.spend(one.length * other.length)
  const unpaired = [...other]
  const partners = new Map<Node, Node>()
  for (const same of [notation.identity, nameOf]) {
    for (const node of one) {
      if (partners.has(node)) continue
      const at = unpaired.findIndex((candidate) => same(candidate) === same(node))
      const [match] = at === -1 ? [] : unpaired.splice(at, 1)
      if (match !== undefined) partners.set(node, match)
    }
  }
  for (const node of one) {
    const here = notation.place(path, parent, node)
    const match = partners.get(node)
    if (match === undefined) yield difference('body', 'missing', here, node.source)
    else if (node.kind === 'element' && match.kind === 'element')
      yield* compareElements(here, node, match, notation, work)
    else yield difference('body', 'value', path === '' ? 'text' : path, node.source, match.source)
  }
  for (const node of unpaired)
    yield difference('body', 'added', notation.place(path, parent, node), undefined, node.source)
}

function fingerprintOf({ fingerprint }: Node): string {
  return fingerprint
}

function nameOf({ name }: Node): string {
  return name
}

function shown(nodes: readonly Node[]): string {
  return nodes.map(({ source }) => source).join(' ')
}
