import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { sessionsOf } from '../../src/mirror/sessions.js'
import { headersForLeg } from '../../src/mirror/translate.js'
import type { Headers, Request } from '../../src/model/http.js'
import { aBody, aRequest } from '../support/factories.js'

const characters = (alphabet: string, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet.split('')), minLength, maxLength })
const lower = 'abcdefghijklmnopqrstuvwxyz'
const aName = characters(`${lower}ABC_-.0123456789`, 1, 12)
/** As RFC 6265 allows them, from words to noise. */
const aValue = fc.oneof(
  characters(`${lower}0123456789`, 6, 40),
  characters(`${lower.toUpperCase()}${lower}0123456789+/=._-~%!*:|&#@()`, 6, 60),
  characters('ab-.', 6, 12),
  characters(lower, 300, 400),
)
const aToken = characters('0123456789abcdef', 12, 40).filter((text) => (text.match(/\d[a-f]/g) ?? []).length >= 3)

/** Where a client puts a value that it was given. */
const places = {
  cookie: (v) => ({ headers: [['Cookie', `${lower}=1; x=${v}`]] }),
  bearer: (v) => ({ headers: [['Authorization', `Bearer ${v}`]] }),
  field: (v) => ({ headers: [['X-Shop', v]] }),
  partOfField: (v) => ({ headers: [['X-Shop', `id=${encodeURIComponent(v)}, rest`]] }),
  referer: (v) => ({ headers: [['Referer', `http://shop.example/?next=${encodeURIComponent(v)}`]] }),
  query: (v) => ({ target: `/list?page=2&x=${encodeURIComponent(v)}` }),
  rawQuery: (v) => ({ target: `/list?x=${v}` }),
  nested: (v) => ({ target: `/go?to=${encodeURIComponent(`/page?x=${encodeURIComponent(v)}`)}` }),
  path: (v) => ({ target: `/user/${encodeURIComponent(v)}/edit` }),
  parameter: (v) => ({ target: `/page;x=${encodeURIComponent(v)}` }),
  form: (v) => ({ method: 'POST', body: aBody(new URLSearchParams({ a: '1', x: v }).toString()) }),
  json: (v) => ({ method: 'POST', body: aBody(JSON.stringify({ x: v })) }),
  parts: (v) => ({
    method: 'PUT',
    body: aBody(`--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n${v}\r\n--b--`),
  }),
} satisfies Record<string, (value: string) => Partial<Request>>

interface Step {
  readonly client: number
  readonly sends: readonly { readonly nth: number; readonly place: keyof typeof places }[]
  readonly writes: boolean
  readonly sets: readonly { readonly name: string; readonly value: string }[]
  readonly leadsTo: string | undefined
}

const aStep: fc.Arbitrary<Step> = fc.record({
  client: fc.nat(5),
  sends: fc.array(
    fc.record({ nth: fc.nat(20), place: fc.constantFrom(...(Object.keys(places) as (keyof typeof places)[])) }),
    { maxLength: 2 },
  ),
  writes: fc.boolean(),
  sets: fc.array(fc.record({ name: aName, value: aValue }), { maxLength: 2 }),
  leadsTo: fc.option(aToken, { nil: undefined }),
})

const clientFields = (client: number): Headers => [
  ['Host', 'shop.example'],
  ['User-Agent', `Mozilla/5.0 (X11; Linux) Browser/${client}`],
  ['X-Forwarded-For', `203.0.113.${client}`],
  ['Accept', 'text/html'],
]

test('no value that legacy gave to anybody reaches another leg, wherever a client puts it and whatever it is called', () => {
  fc.assert(
    fc.property(fc.array(aStep, { maxLength: 25 }), (steps) => {
      const known = sessionsOf({ cookies: [], harmless: [] })
      const headersOf = headersForLeg('candidate', { extra: {}, passing: known.passing, trace: 'off' })
      const given: string[] = []
      for (const [index, { client, sends, writes, sets, leadsTo }] of steps.entries()) {
        const puts = sends.flatMap(({ nth, place }): Partial<Request>[] => {
          const value = given[nth % given.length]
          return value === undefined ? [] : [places[place](value)]
        })
        const put = puts.reduce((all, each) => ({ ...all, ...each }), {})
        const request = aRequest({
          ...(writes ? { method: 'POST' } : {}),
          ...put,
          headers: [...clientFields(client), ...puts.flatMap(({ headers = [] }) => headers)],
        })
        // Each value once: what several clients get is no session.
        const set = sets.map(({ name, value }, nth) => ({ name, value: `${value}${index}x${nth}` }))
        const answer: Headers = [
          ...set.map(({ name, value }) => ['Set-Cookie', `${name}=${value}; Path=/`] as const),
          ...(leadsTo === undefined ? [] : [['Location', `/next/${leadsTo}${index}?ok=1`] as const]),
        ]
        known.learn(request, answer)
        if (!known.carries(request, answer)) {
          const reached = [request.target, ...headersOf(request), Buffer.from(request.body.bytes).toString()]
          const inClear = reached.flatMap((text) => [
            text,
            decodeURIComponent(text.replace(/%(?![\da-f]{2})/gi, '%25')),
          ])
          expect(given.filter((value) => inClear.some((text) => text.includes(value)))).toEqual([])
        }
        given.push(...set.map(({ value }) => value), ...(leadsTo === undefined ? [] : [`${leadsTo}${index}`]))
      }
    }),
    { numRuns: 300 },
  )
})
