import { beforeAll, expect, test } from '@jest/globals'
import type { PageOutcome } from '../../lab/src/causes/outcome.js'
import { allCausePages, outcomesOn } from '../support/causes.js'

/** A few of each kind of sign: `npm run test:causes` asks them all. */
const some = [
  'php/php-count-null',
  'php/php-curly-offset',
  'php/php-null-to-internal',
  'php/php-html-quote-default',
  'php/php-sort-stability',
  'php/mysqli-report-strict',
  'mysql/mysql-group-by-implicit-sort',
  'mysql/mysql-only-full-group-by',
  'mysql/mysql-decimal-division',
  'mysql/mysql-zero-date',
  'infra/infra-cookie-scope',
  'infra/infra-asset-fallthrough',
  'control/stable',
  'control/modulo-by-zero',
  'control/mysql-clock',
  'control/missing-page',
]

let outcomes: readonly PageOutcome[]

beforeAll(async () => {
  const pages = (await allCausePages()).filter(({ name }) => some.includes(name))
  outcomes = await outcomesOn(pages)
}, 240_000)

test.each(some)('%s comes out under its own id, and a control under none', (name) => {
  const outcome = outcomes.find(({ page }) => page.name === name)
  expect(outcome).toMatchObject({ isRight: true })
})
