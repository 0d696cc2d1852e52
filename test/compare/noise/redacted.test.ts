import { expect, test } from '@jest/globals'
import { differencesBetween } from '../../../src/compare/compare.js'
import { noHosts } from '../../../src/compare/comparator.js'
import { nothingLearned } from '../../../src/compare/noise/ledger.js'
import { separate } from '../../../src/compare/noise/noise.js'
import { anExchange, type AnAnswer } from '../../support/factories.js'

const hidden = '[hidden 0123456789abcdef]'

/** What is news and what is noise where the first answer is legacy's. */
function judged(legacy: AnAnswer, candidate: AnAnswer, recorded = true): { news: string[]; noise: string[] } {
  const found = differencesBetween(
    anExchange({ response: legacy }),
    anExchange({ leg: 'candidate', response: candidate }),
    { identicalBodies: false, hosts: noHosts },
  )
  const context = { receivedAt: 0, hosts: noHosts, recorded, created: [], faults: [] }
  const { signal, noise } = separate(found, [], 'GET /', context, { rules: [], learned: nothingLearned })
  return {
    news: signal.map(({ path }) => path),
    noise: noise.map(({ source, difference }) => `${source} ${difference.path}`),
  }
}

const json = (value: unknown): AnAnswer => ({ json: { password: value } })
const located = (Location: string): AnAnswer => ({ status: 302, headers: [['Location', Location]] })
const cookie = (value: string): AnAnswer => ({ headers: [['Set-Cookie', `who=${value}; Path=/`]] })

test.each<[string, AnAnswer, AnAnswer, string]>([
  ['a text of JSON', json(hidden), json('hunter2'), '$.password'],
  ['a number that was hidden as a text', json(hidden), json(4111111111111111), '$.password'],
  ['a part of a text', json(`Dear ${hidden}, hello ${hidden}`), json('Dear ann, hello ann'), '$.password'],
  ['a page', { html: `<p>Hello ${hidden}!</p>` }, { html: '<p>Hello ann!</p>' }, 'html > body > p'],
  ['a cookie', cookie(hidden), cookie('ann'), 'who'],
  ['a redirect’s query', located(`/reset?key=${hidden}`), located('/reset?key=k1'), 'query.key'],
  ['a redirect’s path', located(`/reset/${hidden}`), located('/reset/k1'), 'path'],
])('what was hidden in a recorded answer is unknown: %s', (_, legacy, candidate, path) => {
  const { news, noise } = judged(legacy, candidate)
  expect([news, noise.map((each) => each.replace(/ > text\(\)$/, ''))]).toEqual([[], [`builtin:redacted ${path}`]])
})

test.each<[string, AnAnswer, AnAnswer]>([
  ['what stands around it', json(`Dear ${hidden}, hello`), json('Dear ann, goodbye')],
  ['nothing in its place', json(hidden), json('')],
  ['NULL in its place', json(hidden), json(null)],
  ['a document in its place', json(hidden), json({ error: 'no' })],
  ['more than one line in its place', { html: `<pre>${hidden}</pre>` }, { html: '<pre>ann\nWarning: no</pre>' }],
  ['a field that is gone', json(hidden), { json: {} }],
  ['the mark in another order', json(`${hidden} a ${hidden} b`), json('x b y a')],
])('%s is news all the same', (_, legacy, candidate) => {
  expect(judged(legacy, candidate).news).toHaveLength(1)
})

test('an answer of now that holds such words is compared with them', () => {
  expect(judged(json(hidden), json('hunter2'), false).news).toEqual(['$.password'])
})
