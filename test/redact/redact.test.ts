import { gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import type { Judgement } from '../../src/model/judgement.js'
import { concealerFor, redact } from '../../src/redact/redact.js'
import { aBody, aPair, aRequest, aStatement } from '../support/factories.js'

const quiet: Judgement = { verdict: 'match', differences: [], noise: [], sightings: [], questions: [] }
const conceal = concealerFor(Buffer.alloc(32, 1))

test('a secret is nowhere in what may be kept, wherever it stood', () => {
  const secret = 'canary-0123456789'
  const leg = {
    response: { text: `hello ${secret}`, headers: [['Set-Cookie', `PHPSESSID=${secret}; Path=/`]] as const },
    statements: [aStatement({ sql: `SELECT * FROM sessions WHERE id='${secret}'`, parameters: [secret] })],
    log: [`PHP Warning: ${secret}`],
  }
  const pair = aPair({
    request: aRequest({
      target: `/login?password=${secret}`,
      headers: [
        ['Cookie', `PHPSESSID=${secret}; lang=fr`],
        ['Authorization', `Bearer ${secret}`],
        ['Referer', `/?password=${secret}`],
      ],
      body: aBody(`user=me&password=${secret}`),
    }),
    legacy: leg,
    candidate: leg,
  })
  const difference = { part: 'body', kind: 'value', path: 'line 1', legacy: secret, candidate: 'x' } as const
  const clean = redact(pair, { ...quiet, differences: [difference] }, conceal)
  const kept = JSON.stringify(clean, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  )
  expect(kept).not.toContain(secret)
  expect(clean.pair.request.headers[0]?.[1]).toMatch(/^PHPSESSID=\[hidden [0-9a-f]{16}\]; lang=\[hidden/)
})

test('the same secret has the same hash, another key another one', () => {
  expect(conceal('abc')).toBe(conceal('abc'))
  expect(conceal('abc')).not.toBe(concealerFor(Buffer.alloc(32, 2))('abc'))
})

test('a secret inside a compressed body is taken out too, and one that cannot be opened is dropped', () => {
  const request = aRequest({ headers: [['Cookie', 'sid=secret-value-1']] })
  const answer = (bytes: Uint8Array) => ({ response: { bytes, headers: [['Content-Encoding', 'gzip']] as const } })
  const pair = aPair({
    request,
    legacy: answer(gzipSync('a secret-value-1 b')),
    candidate: answer(Buffer.from('no gzip')),
  })
  const { legacy, candidate } = redact(pair, quiet, conceal).pair
  expect(Buffer.from(legacy.response?.body.bytes ?? []).includes('secret-value-1')).toBe(false)
  expect(candidate.response?.body).toMatchObject({ truncated: true, size: 7 })
})
