import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { leafRows, walkLookups, walkRanges, type Readers, type Step, type TableReader } from '../../src/drift/narrow.js'
import type { Key, Range } from '../../src/drift/range.js'
import { nameOfKey } from '../../src/drift/rows.js'

/** A table in memory: values by their key, in an order of its own, which counts what it was asked. */
function aTable(rows: ReadonlyMap<string, number>, order: (a: string, b: string) => number) {
  const keys = [...rows.keys()].sort(order)
  const within = ({ after, upTo }: Range): string[] =>
    keys.filter(
      (key) =>
        (after === undefined || order(key, after[0] ?? '') > 0) &&
        (upTo === undefined || order(key, upTo[0] ?? '') <= 0),
    )
  const hashes = (wanted: readonly string[]) =>
    new Map(wanted.map((key) => [nameOfKey([key]), String(rows.get(key))] as const))
  const asked = { questions: 0, largest: 0 }
  const told = <Answer>(answer: Answer, size = 0): Promise<Answer> => {
    asked.questions += 1
    asked.largest = Math.max(asked.largest, size)
    return Promise.resolve(answer)
  }
  const reader: TableReader = {
    bound(range, max) {
      const last = within(range).slice(0, max).at(-1)
      return told<Key | undefined>(last === undefined ? undefined : [last])
    },
    summary(range) {
      const found = within(range)
      return told({ rows: found.length, sum: String(found.reduce((sum, key) => sum + hashOf(key, rows.get(key)), 0n)) })
    },
    rows(range) {
      const found = hashes(within(range))
      return told(found, found.size)
    },
    rowsOf(wanted) {
      const found = hashes(wanted.map(([key = '']) => key).filter((key) => rows.has(key)))
      return told(found, found.size)
    },
  }
  return { reader, asked }
}

/** Any number that tells rows apart. */
function hashOf(key: string, value: number | undefined): bigint {
  let hash = 14695981039346656037n
  for (const character of `${key}=${value ?? ''}`)
    hash = ((hash ^ BigInt(character.charCodeAt(0))) * 1099511628211n) % 2n ** 64n
  return hash
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byLastDigits = (a: string, b: string): number => byText(a.slice(2) + a, b.slice(2) + b)

async function differencesBy(
  walk: typeof walkRanges,
  readers: Readers,
  chunk: number,
): Promise<{ found: string[]; steps: Step[] }> {
  const steps: Step[] = []
  for await (const step of walk(readers, { chunk, examine: () => Promise.resolve('as-it-is') })) steps.push(step)
  const found = steps.flatMap(({ differences }) => differences.map(({ what, key }) => `${what} ${key.join()}`))
  return { found: found.sort(), steps }
}

function expected(legacy: ReadonlyMap<string, number>, candidate: ReadonlyMap<string, number>): string[] {
  return [
    ...[...legacy].filter(([key]) => !candidate.has(key)).map(([key]) => `missing ${key}`),
    ...[...candidate].filter(([key]) => !legacy.has(key)).map(([key]) => `extra ${key}`),
    ...[...legacy]
      .filter(([key, value]) => candidate.has(key) && candidate.get(key) !== value)
      .map(([key]) => `changed ${key}`),
  ].sort()
}

const table = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 2 })), { maxLength: 2500 })
  .map((rows) => new Map(rows.map(([key, value]) => [String(key).padStart(5, '0'), value])))
const edits = fc.array(
  fc.record({ key: fc.integer({ min: 0, max: 5000 }), value: fc.option(fc.integer({ min: 0, max: 2 })) }),
  { maxLength: 60 },
)
const twoTables = fc.tuple(table, edits).map(([legacy, changes]) => {
  const candidate = new Map(legacy)
  for (const { key, value } of changes) {
    const name = String(key).padStart(5, '0')
    if (value === null) candidate.delete(name)
    else candidate.set(name, value)
  }
  return [legacy, candidate] as const
})

describe.each([
  ['ranges', walkRanges, byText],
  ['lookups, the candidate sorted otherwise', walkLookups, byLastDigits],
] as const)('%s', (_, walk, candidateOrder) => {
  test('all rows that differ are found, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(twoTables, fc.integer({ min: 1, max: 3000 }), async ([legacy, candidate], chunk) => {
        const readers = { legacy: aTable(legacy, byText).reader, candidate: aTable(candidate, candidateOrder).reader }
        const { found, steps } = await differencesBy(walk, readers, chunk)
        expect(found).toEqual(expected(legacy, candidate))
        expect(steps.reduce((sum, step) => sum + step.legacyRows, 0)).toBe(legacy.size)
        expect(steps.reduce((sum, step) => sum + step.candidateRows, 0)).toBe(candidate.size)
      }),
      { numRuns: 60 },
    )
  })

  test('two tables of which one is empty differ in every row of the other', async () => {
    const full = new Map(Array.from({ length: 1700 }, (_, id) => [String(id).padStart(5, '0'), id]))
    for (const [legacy, candidate] of [
      [full, new Map<string, number>()],
      [new Map<string, number>(), full],
    ] as const) {
      const readers = { legacy: aTable(legacy, byText).reader, candidate: aTable(candidate, candidateOrder).reader }
      expect((await differencesBy(walk, readers, 1000)).found).toEqual(expected(legacy, candidate))
    }
  })
})

test('one changed row of 100,000 costs few questions, and never many rows at a time', async () => {
  const rows = Array.from({ length: 100_000 }, (_, id) => [String(id).padStart(6, '0'), id] as const)
  const [legacy, candidate] = [aTable(new Map(rows), byText), aTable(new Map([...rows, ['070000', -1]]), byText)]
  const { found } = await differencesBy(walkRanges, { legacy: legacy.reader, candidate: candidate.reader }, 20_000)
  expect(found).toEqual(['changed 070000'])
  expect(legacy.asked.questions + candidate.asked.questions).toBeLessThan(80)
  expect(legacy.asked.largest).toBeLessThanOrEqual(leafRows)
})

test('a step that came into step while it was waited for is no drift, and what is not to be examined is only counted', async () => {
  const values = new Map([['1', 1]])
  const [legacy, candidate] = [new Map(values), new Map([['1', 2]])]
  const readers = { legacy: aTable(legacy, byText).reader, candidate: aTable(candidate, byText).reader }
  const stepsOf = async (examine: 'again' | 'no'): Promise<Step[]> => {
    const steps: Step[] = []
    const asked = (): Promise<'again' | 'no'> => {
      if (examine === 'again') candidate.set('1', 1) // replication arrives
      return Promise.resolve(examine)
    }
    for await (const step of walkRanges(readers, { chunk: 10, examine: asked })) steps.push(step)
    return steps
  }
  expect((await stepsOf('no'))[0]).toMatchObject({ unexamined: true, differences: [], legacyRows: 1 })
  expect((await stepsOf('again'))[0]).toEqual({ legacyRows: 1, candidateRows: 1, differences: [] })
})
