import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { noiseLedger } from '../../src/compare/noise/ledger.js'
import { judge } from '../../src/diagnose/judge.js'
import type { Judgement } from '../../src/model/judgement.js'
import type { Pair } from '../../src/model/pair.js'
import { aPair, type AnAnswer } from '../support/factories.js'
import { knowledge } from '../support/knowledge.js'

/** Judges traffic in order, and then one more pair by what the traffic taught. */
function judgedAfter(traffic: readonly Pair[], pair: Pair): Judgement {
  const ledger = noiseLedger()
  const learning = { ...knowledge, noise: { rules: [], learned: ledger.snapshot() }, learn: ledger.learn }
  for (const each of traffic) judge(each, learning)
  return judge(pair, learning)
}

const pairOf = (legacy: AnAnswer, control: AnAnswer, candidate: AnAnswer, log?: readonly string[]): Pair =>
  aPair({
    legacy: { response: legacy },
    control: { response: control },
    candidate: { response: candidate, ...(log === undefined ? {} : { log }) },
  })

const page = { html: '<p>members</p>' }
const toFront = { status: 302, headers: [['Location', '/front/']] as const }
const thrown = [
  'PHP Fatal error:  Uncaught TypeError: trim(): Argument #1 ($string) must be of type string, array given in /srv/www/Search.php:12',
  'Stack trace:',
  '#0 {main}',
  '  thrown in /srv/www/Search.php on line 12',
]

test('a page that dies is one critical finding, however often control’s status varied on other pages of its route', () => {
  const traffic = [
    ...Array.from({ length: 25 }, () => pairOf(page, toFront, toFront)),
    ...Array.from({ length: 25 }, () => pairOf(page, page, page)),
  ]
  const { verdict, sightings } = judgedAfter(traffic, pairOf(page, page, { status: 500, html: '' }, thrown))
  expect(verdict).toBe('mismatch')
  expect(sightings.map(({ severity, proof, title }) => [severity, proof, title])).toEqual([
    ['critical', 'log', expect.stringContaining('TypeError in Search.php:12')],
  ])
  expect(judgedAfter(traffic, pairOf(page, toFront, toFront)).verdict).toBe('noise')
  expect(judgedAfter(traffic, pairOf(page, page, toFront)).verdict).toBe('noise')
})

test('a status that neither legacy nor control ever had is news where theirs varies', () => {
  const traffic = Array.from({ length: 30 }, (_, n) =>
    pairOf(page, n % 2 === 0 ? toFront : page, n % 2 === 0 ? page : toFront),
  )
  expect(judgedAfter(traffic, pairOf(page, page, { status: 404, html: '<p>members</p>' })).verdict).toBe('mismatch')
})

describe('over any traffic in which neither legacy nor control died', () => {
  const answer = fc.record({
    status: fc.constantFrom(200, 200, 302, 404),
    html: fc.constantFrom('<p>a</p>', '<p>b</p><p>a</p>', '<p>c</p>', ''),
  })
  /** The candidate varies about as control does, and may die: what it does teaches nothing of legacy. */
  const pair = fc
    .tuple(
      answer,
      answer,
      fc.constantFrom<AnAnswer | undefined>(undefined, undefined, undefined, { status: 500, html: '' }),
    )
    .map(([legacy, control, death]) => pairOf(legacy, control, death ?? control))
  const traffic = fc.array(pair, { minLength: 20, maxLength: 60 })
  const whole = { html: '<p>a</p><p>b</p><p>c</p><p>d</p>' }
  const dead: readonly { what: string; candidate: AnAnswer; log?: readonly string[] }[] = [
    { what: 'a status of 500', candidate: { status: 500, html: '<p>a</p>' } },
    { what: 'a status of 503 with a log that says nothing', candidate: { status: 503, html: '' }, log: [] },
    { what: 'an uncaught error in the log', candidate: { html: '<p>a</p>' }, log: thrown },
    { what: 'an uncaught error in the page', candidate: { html: `<p>a</p>${thrown.join('\n')}` } },
    { what: 'an answer that stops short', candidate: { html: '<p>a</p><p>b</p>' } },
  ]

  test.each(dead)('$what is no noise', ({ candidate, log }) => {
    fc.assert(
      fc.property(traffic, (before) => {
        const { verdict, sightings } = judgedAfter(before, pairOf(whole, whole, candidate, log))
        expect(verdict).toBe('mismatch')
        expect(sightings[0]?.severity).toBe('critical')
      }),
      { numRuns: 25 },
    )
  })

  test.each(dead)('$what that control had in the same pair is not the candidate’s own', ({ candidate, log }) => {
    const { verdict, noise } = judge(
      aPair({
        legacy: { response: whole },
        control: { response: candidate, ...(log === undefined ? {} : { log }) },
        candidate: { response: candidate, ...(log === undefined ? {} : { log }) },
      }),
      {
        ...knowledge,
        noise: { rules: [], learned: noiseLedger().snapshot() },
      },
    )
    expect([verdict, new Set(noise.map(({ source }) => source))]).toEqual(['noise', new Set(['control'])])
  })
})
