import { diffArrays, diffWordsWithSpace } from 'diff'

export interface DiffPiece {
  readonly text: string
  readonly changed: boolean
}

export interface DiffCell {
  /** Line number, from 1. */
  readonly line: number
  readonly pieces: readonly DiffPiece[]
}

/** `removed` has no candidate, `added` no legacy, the other two have both. */
export interface DiffRow {
  readonly kind: 'same' | 'changed' | 'removed' | 'added'
  readonly legacy?: DiffCell
  readonly candidate?: DiffCell
}

/** Rows to show, or a long unchanged stretch to fold. */
export interface DiffBlock {
  readonly kind: 'shown' | 'folded'
  readonly rows: readonly DiffRow[]
}

/** Max edit length, so that texts with nothing in common do not take long; beyond it, lines are paired in the order in which they come. */
const lineBudget = 2000
const wordBudget = 300
/** Unchanged lines kept around a change. */
const context = 3
/** Share of a changed line that must have stayed for its words to be marked; with less, the marks are confetti. */
const worthMarking = 0.3

/** Compares two texts line by line, side by side. */
export function diffRows(legacy: string, candidate: string): DiffRow[] {
  const [before, after] = [linesOf(legacy), linesOf(candidate)]
  const changes = diffArrays(before, after, { maxEditLength: lineBudget })
  if (changes === undefined) return replaced(before, after, 1, 1)
  const rows: DiffRow[] = []
  let [left, right]: [number, number] = [1, 1]
  let removed: readonly string[] = []
  const settle = (added: readonly string[]): void => {
    rows.push(...replaced(removed, added, left, right))
    left += removed.length
    right += added.length
    removed = []
  }
  for (const change of changes) {
    if (change.removed) removed = change.value
    else if (change.added) settle(change.value)
    else {
      settle([])
      for (const text of change.value) rows.push(sameRow(text, left++, right++))
    }
  }
  settle([])
  return rows
}

/** Separates long unchanged stretches from what surrounds a change. */
export function foldRows(rows: readonly DiffRow[]): DiffBlock[] {
  const near = rows.map(() => false)
  rows.forEach((row, at) => {
    if (row.kind !== 'same') near.fill(true, Math.max(0, at - context), at + context + 1)
  })
  const blocks: { kind: DiffBlock['kind']; rows: DiffRow[] }[] = []
  rows.forEach((row, at) => {
    const kind = near[at] === true ? 'shown' : 'folded'
    const last = blocks.at(-1)
    if (last?.kind === kind) last.rows.push(row)
    else blocks.push({ kind, rows: [row] })
  })
  // A fold that hides one or two lines takes as much room as it saves.
  return blocks.map((block) => (block.rows.length <= 2 ? { ...block, kind: 'shown' } : block))
}

/** The rows of a block that there is room for. */
export interface DrawnBlock extends DiffBlock {
  /** Number of its rows that there is no room for. */
  readonly left: number
}

/** Keeps at most `max` rows: first those around changes, then, in the room that is left, the folded stretches that fit as a whole. */
export function firstRows(blocks: readonly DiffBlock[], max: number): DrawnBlock[] {
  let room = max
  const taken = new Map<DiffBlock, number>()
  const take = (block: DiffBlock, rows: number): void => {
    taken.set(block, rows)
    room -= rows
  }
  const [shown, folded] = [
    blocks.filter(({ kind }) => kind === 'shown'),
    blocks.filter(({ kind }) => kind === 'folded'),
  ]
  for (const block of shown) take(block, Math.min(room, block.rows.length))
  for (const block of folded) take(block, block.rows.length <= room ? block.rows.length : 0)
  return blocks.map((block) => {
    const drawn = taken.get(block) ?? 0
    return { kind: block.kind, rows: block.rows.slice(0, drawn), left: block.rows.length - drawn }
  })
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
}

function sameRow(text: string, left: number, right: number): DiffRow {
  const pieces = [{ text, changed: false }]
  return { kind: 'same', legacy: { line: left, pieces }, candidate: { line: right, pieces } }
}

/** Pairs lines that replaced each other, in order; the surplus of either side stands alone. */
function replaced(before: readonly string[], after: readonly string[], left: number, right: number): DiffRow[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, at): DiffRow => {
    const [old, now] = [before[at], after[at]]
    if (old !== undefined && now !== undefined) return changedRow(old, now, left + at, right + at)
    if (old !== undefined) return { kind: 'removed', legacy: { line: left + at, pieces: [whole(old)] } }
    return { kind: 'added', candidate: { line: right + at, pieces: [whole(now ?? '')] } }
  })
}

function changedRow(old: string, now: string, left: number, right: number): DiffRow {
  if (old === now) return sameRow(old, left, right)
  const [before, after] = markWords(old, now)
  return { kind: 'changed', legacy: { line: left, pieces: before }, candidate: { line: right, pieces: after } }
}

function markWords(old: string, now: string): [legacy: DiffPiece[], candidate: DiffPiece[]] {
  const changes = diffWordsWithSpace(old, now, { maxEditLength: wordBudget }) ?? []
  const kept = changes
    .filter(({ added, removed }) => !added && !removed)
    .reduce((sum, { value }) => sum + value.length, 0)
  if (kept < worthMarking * Math.min(old.length, now.length)) return [[whole(old)], [whole(now)]]
  return [
    changes.filter(({ added }) => !added).map(({ value, removed }) => ({ text: value, changed: removed })),
    changes.filter(({ removed }) => !removed).map(({ value, added }) => ({ text: value, changed: added })),
  ]
}

function whole(text: string): DiffPiece {
  return { text, changed: true }
}
