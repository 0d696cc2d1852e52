import { beforeAll, expect, test } from '@jest/globals'
import type { PageOutcome } from '../../lab/src/causes/outcome.js'
import { allCausePages, outcomesOn } from '../support/causes.js'
import { left } from './left.js'

const isLeft = new Set(Object.values(left).flat())
let outcomes: readonly PageOutcome[]

beforeAll(async () => {
  outcomes = await outcomesOn(await allCausePages())
  const entries = [...new Set(outcomes.flatMap(({ page: { shows } }) => shows ?? []))]
  const whole = entries.filter((id) => outcomes.every(({ page, isRight }) => page.shows !== id || isRight))
  const pages = outcomes.filter(({ isRight }) => isRight).length
  process.stdout.write(
    `causes: ${pages} of ${outcomes.length} pages right, ${whole.length} of ${entries.length} entries on all their pages\n`,
  )
}, 900_000)

const namesOf = (some: readonly PageOutcome[]): string[] => some.map(({ page }) => page.name).sort()

test('every page comes out under its own id and no other critical or major one, but for those that are left', () => {
  const wrong = outcomes.filter(({ page, isRight }) => page.kind !== 'control' && !isRight && !isLeft.has(page.name))
  expect(wrong.map(({ page, found }) => [page.name, found.map(({ cause, title }) => `${cause}: ${title}`)])).toEqual([])
})

test('what is right is not listed as left any more', () => {
  expect(namesOf(outcomes.filter(({ page, isRight }) => isRight && isLeft.has(page.name)))).toEqual([])
})

test('no finding touches a page that must be silent', () => {
  const loud = outcomes.filter(({ page, isRight }) => page.kind === 'control' && !isRight)
  expect(loud.map(({ page, found }) => [page.name, found.map(({ title }) => title)])).toEqual([])
})
