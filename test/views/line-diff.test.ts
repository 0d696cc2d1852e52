import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { diffRows, firstRows, foldRows, type DiffCell, type DiffRow } from '../../src/views/line-diff.js'

const lines = fc.array(fc.constantFrom('a', 'b', 'ab c', 'ab d', ''), { maxLength: 30 }).map((all) => all.join('\n'))

describe('a diff by lines', () => {
  test('either side read down is its own text, lines counted from 1', () => {
    fc.assert(
      fc.property(lines, lines, (legacy, candidate) => {
        const rows = diffRows(legacy, candidate)
        expect(sideOf(rows.map((row) => row.legacy))).toEqual(linesOf(legacy))
        expect(sideOf(rows.map((row) => row.candidate))).toEqual(linesOf(candidate))
      }),
    )
  })

  test('equal texts have no change', () => {
    fc.assert(fc.property(lines, (text) => diffRows(text, text).every(({ kind }) => kind === 'same')))
  })

  test('in a changed line only the changed words are marked', () => {
    const [row] = diffRows('<p>Prix : 4,90 euros</p>', '<p>Prix : 5,10 euros</p>')
    expect(marked(row?.legacy)).toEqual(['4', '90'])
    expect(marked(row?.candidate)).toEqual(['5', '10'])
  })

  test('a line that has nothing in common with the other is marked whole', () => {
    const [row] = diffRows('<p>Votre panier est vide</p>', 'Fatal error: Uncaught TypeError')
    expect(marked(row?.candidate)).toEqual(['Fatal error: Uncaught TypeError'])
  })

  test('long texts without anything in common end soon', () => {
    const text = (word: string): string => Array.from({ length: 4000 }, (_, at) => `${word} ${at}`).join('\n')
    expect(diffRows(text('legacy'), text('candidate'))).toHaveLength(4000)
  })
})

test('unchanged lines are folded but for three around a change', () => {
  const text = Array.from({ length: 20 }, (_, at) => `line ${at + 1}`)
  const changed = text.with(9, 'other')
  const blocks = foldRows(diffRows(text.join('\n'), changed.join('\n')))
  expect(blocks.map(({ kind, rows }) => `${kind} ${rows.length}`)).toEqual(['folded 6', 'shown 7', 'folded 7'])
})

test('of a long comparison the first rows are kept and the others counted', () => {
  const rows = diffRows('a\nb\nc\nd', 'a\nb\nc\ne')
  const blocks = firstRows(
    [
      { kind: 'folded', rows },
      { kind: 'shown', rows },
      { kind: 'folded', rows: rows.slice(0, 2) },
      { kind: 'shown', rows },
    ],
    7,
  )
  expect(blocks.map((block) => [block.rows.length, block.left])).toEqual([
    [0, 4],
    [4, 0],
    [0, 2],
    [3, 1],
  ])
})

test('a change far down is drawn before what is the same above it', () => {
  const text = Array.from({ length: 900 }, (_, at) => `line ${at + 1}`)
  const rows = diffRows(text.join('\n'), text.with(899, 'other').join('\n'))
  expect(firstRows(foldRows(rows), 40).map((block) => [block.kind, block.rows.length, block.left])).toEqual([
    ['folded', 0, 896],
    ['shown', 4, 0],
  ])
})

function sideOf(cells: readonly (DiffRow['legacy'] | undefined)[]): string[] {
  const there = cells.filter((cell) => cell !== undefined)
  expect(there.map(({ line }) => line)).toEqual(there.map((_, at) => at + 1))
  return there.map(({ pieces }) => pieces.map(({ text }) => text).join(''))
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

function marked(cell: DiffCell | undefined): string[] | undefined {
  return cell?.pieces.filter(({ changed }) => changed).map(({ text }) => text)
}
