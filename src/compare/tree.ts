import type { Difference } from '../model/difference.js'
import { align, sameInOtherOrder } from './align.js'
import { difference, type Circumstances } from './comparator.js'
import type { Work } from './work.js'
import { groupedBy } from '../base/grouped.js'

export interface Text {
  readonly kind: 'text'
  readonly name: '#text'
  readonly fingerprint: string
  /** Text as a person reads it. */
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

const maxSourceLength = 200

/** Makes the nodes of trees that are compared with each other. */
export interface NodeMaker {
  text(value: string): Text
  element(name: string, attributes: readonly (readonly [string, string])[], children: readonly Node[]): Element
}

/** Returns a maker whose fingerprints are numbers for what an element is and holds: exact, and no longer for a page than for a word. */
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
      let content = `<${name}`
      const sorted = attributes.length < 2 ? attributes : [...attributes].sort(([a], [b]) => (a < b ? -1 : 1))
      for (const [key, value] of sorted) content += ` ${key}="${value}"`
      content += '>'
      const open = content
      for (const { fingerprint } of children) content += `${fingerprint}\u0001`
      return new ElementNode(name, sorted, children, fingerprintOf(content), open)
    },
  }
}

/** Works out attributes and source on demand, because of thousands of elements only a few differ and are shown. */
class ElementNode implements Element {
  readonly kind = 'element'

  constructor(
    readonly name: string,
    private readonly listed: readonly (readonly [string, string])[],
    readonly children: readonly Node[],
    readonly fingerprint: string,
    private readonly open: string,
  ) {}

  get attributes(): ReadonlyMap<string, string> {
    return new Map(this.listed)
  }

  get source(): string {
    let source = this.open
    for (const child of this.children) {
      if (source.length >= maxSourceLength) break
      source += child.source.slice(0, maxSourceLength)
    }
    return `${source}</${this.name}>`.slice(0, maxSourceLength)
  }
}

/** How the places of one kind of tree are written. */
export interface Notation {
  /** Returns what a person calls the node; siblings of one name are numbered. */
  readonly call: (node: Node) => string
  /**
   * Returns the place of a child.
   * @param parentPath empty at the root.
   * @param nth the child's number among those of its name; undefined if it is the only one.
   */
  readonly place: (parentPath: string, called: string, nth: number | undefined) => string
  readonly attribute: (path: string, name: string) => string
  /** Tells a node from others of its name: nodes with the same identity are paired first. */
  readonly identity: (node: Node) => string
}

/** Compares two trees. Children are aligned by content, so that an added block is one difference, and so is a moved one. */
export function compareTrees(
  before: Element,
  after: Element,
  notation: Notation,
  { work, turned }: Pick<Circumstances, 'work' | 'turned'>,
): Iterable<Difference> {
  return before.fingerprint === after.fingerprint
    ? []
    : new TreeComparison(notation, work, turned).children('', before, after)
}

class TreeComparison {
  /** For each parent, the numbers of its children among those of their name. */
  private readonly numbered = new WeakMap<Element, ReadonlyMap<Node, number | undefined>>()

  constructor(
    private readonly notation: Notation,
    private readonly work: Work,
    private readonly turned: boolean,
  ) {}

  *children(path: string, before: Element, after: Element): Iterable<Difference> {
    this.work.spend(1 + before.children.length + after.children.length)
    const [one, other] = [before.children.map(fingerprintOf), after.children.map(fingerprintOf)]
    if (sameInOtherOrder(one, other)) {
      yield difference('body', 'order', path, shown(before.children), shown(after.children))
      return
    }
    const stretches = align(before.children, after.children, fingerprintOf, { turned: this.turned })
    const [gone, came] = [stretches.flatMap((each) => each.one), stretches.flatMap((each) => each.other)]
    const moved = movedElements(gone, came)
    for (const node of gone) {
      if (moved.has(node)) yield difference('body', 'order', this.place(path, before, node), node.source, node.source)
    }
    const stayed = (node: Node): boolean => !moved.has(node)
    for (const stretch of stretches) {
      const [left, right] = [stretch.one.filter(stayed), stretch.other.filter(stayed)]
      if (left.length + right.length > 0) yield* this.stretch(path, [before, left], [after, right])
    }
  }

  /**
   * Compares what stands between two places that agree: nodes with the same identity, then the same name, are paired; the rest is missing or
   * added.
   */
  private *stretch(
    path: string,
    [before, one]: readonly [Element, readonly Node[]],
    [after, other]: readonly [Element, readonly Node[]],
  ): Iterable<Difference> {
    this.work.spend(one.length * other.length)
    const partners = partnersOf(one, other, [this.notation.identity, nameOf])
    for (const node of one) {
      const here = this.place(path, before, node)
      const match = partners.get(node)
      if (match === undefined) yield difference('body', 'missing', here, node.source)
      else if (node.kind === 'element' && match.kind === 'element') yield* this.elements(here, node, match)
      else yield difference('body', 'value', path === '' ? 'text' : path, node.source, match.source)
    }
    const paired = new Set(partners.values())
    for (const node of other) {
      if (!paired.has(node)) yield difference('body', 'added', this.place(path, after, node), undefined, node.source)
    }
  }

  private *elements(path: string, before: Element, after: Element): Iterable<Difference> {
    const [has, got] = [before.attributes, after.attributes]
    for (const name of new Set([...has.keys(), ...got.keys()])) {
      const [old, now] = [has.get(name), got.get(name)]
      if (old === now) continue
      const kind = now === undefined ? 'missing' : old === undefined ? 'added' : 'value'
      yield difference('body', kind, this.notation.attribute(path, name), old, now)
    }
    if (before.fingerprint !== after.fingerprint) yield* this.children(path, before, after)
  }

  private place(parentPath: string, parent: Element, node: Node): string {
    let numbers = this.numbered.get(parent)
    if (numbers === undefined) {
      numbers = numbersOf(parent.children, this.notation.call)
      this.numbered.set(parent, numbers)
    }
    return this.notation.place(parentPath, this.notation.call(node), numbers.get(node))
  }
}

/** Numbers each child among those of its name, from 1; undefined for the only one. */
function numbersOf(children: readonly Node[], call: Notation['call']): ReadonlyMap<Node, number | undefined> {
  const numbers = new Map<Node, number | undefined>()
  for (const group of groupedBy(children, call).values()) {
    for (const [index, node] of group.entries()) numbers.set(node, group.length === 1 ? undefined : index + 1)
  }
  return numbers
}

/** Pairs each node with the first one that answers the first question alike; nodes left over are paired by the next question. */
function partnersOf(
  one: readonly Node[],
  other: readonly Node[],
  questions: readonly ((node: Node) => string)[],
): Map<Node, Node> {
  const partners = new Map<Node, Node>()
  const unpaired = [...other]
  for (const ask of questions) {
    for (const node of one) {
      if (partners.has(node)) continue
      const at = unpaired.findIndex((candidate) => ask(candidate) === ask(node))
      const [match] = at === -1 ? [] : unpaired.splice(at, 1)
      if (match !== undefined) partners.set(node, match)
    }
  }
  return partners
}

/** Finds elements that are gone from one place and appeared in another; the set holds both. */
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

function fingerprintOf({ fingerprint }: Node): string {
  return fingerprint
}

function nameOf({ name }: Node): string {
  return name
}

function shown(nodes: readonly Node[]): string {
  return nodes.map(({ source }) => source).join(' ')
}
