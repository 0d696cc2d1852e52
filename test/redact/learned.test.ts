import { expect, test } from '@jest/globals'
import { isLearnedNoise, noiseLedger } from '../../src/compare/noise/ledger.js'
import type { Difference } from '../../src/model/difference.js'
import { routeOf } from '../../src/model/route.js'
import { redactLearned } from '../../src/redact/learned.js'
import { redactorFor } from '../../src/redact/redact.js'
import { aPair, aRequest } from '../support/factories.js'

const redactor = redactorFor(Buffer.alloc(32, 7), [])

/** Lower-case letters that only the step before them gives away: each visitor has others. */
const links = ['qkzvwxjfhgrtbnpd', 'zzxkqvjwpfhbdnrt'].map((secret) => `/reset/${secret}x7`)
const found: Difference = { part: 'body', kind: 'value', path: '$.left', legacy: '"a"', candidate: '"b"' }

test('what was learned of pages with a secret in their address is known by the name under which the pairs are kept', () => {
  const ledger = noiseLedger()
  for (const target of links)
    for (let count = 0; count < 15; count += 1)
      ledger.learn(routeOf('GET', target), [found], [found], count === 0 ? ['server-error'] : [])
  const learned = redactLearned(ledger.snapshot(), redactor.textScrub())
  const [route = ''] = links.map((target) => {
    const pair = aPair({ request: aRequest({ target }), route: routeOf('GET', target) })
    return redactor.pair(pair, { verdict: 'match', differences: [], noise: [], sightings: [], questions: [] }).pair
      .route
  })
  expect(route).toBe('GET /reset/{token}')
  expect(learned.pairs).toEqual({ [route]: 30 })
  expect(learned.faults).toEqual({ [route]: ['server-error'] })
  expect(Object.values(learned.places)).toEqual([{ candidate: 30, control: 30, forms: ['quoted text'] }])
  expect(isLearnedNoise(route, found, learned)).toBe(true)
})
