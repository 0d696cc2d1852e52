import { describe, expect, test } from '@jest/globals'
import { sessionsOf, type Sessions } from '../../src/mirror/sessions.js'
import type { SessionSettings } from '../../src/session/held-back/harmless.js'
import { headersForLeg } from '../../src/mirror/translate.js'
import type { Headers, Request } from '../../src/model/http.js'
import { aBody, aRequest } from '../support/factories.js'

const sessions = (over: Partial<SessionSettings> = {}): Sessions => sessionsOf({ cookies: [], harmless: [], ...over })
const from = (n: number): Headers => [
  ['X-Forwarded-For', `203.0.113.${n}`],
  ['User-Agent', `Browser/${n}.0`],
]
const asking = (cookie: string | undefined, over: Partial<Request> = {}): Request =>
  aRequest({
    ...over,
    headers: [...(over.headers ?? []), ...(cookie === undefined ? [] : [['Cookie', cookie] as const])],
  })
const get = (cookie?: string): Request => asking(cookie)
const post = (cookie?: string): Request => asking(cookie, { method: 'POST' })
const answer = (...cookies: string[]): Headers => cookies.map((cookie) => ['Set-Cookie', cookie] as const)

/** What becomes of a request whose answer was learned as the mirror's thread learns it. */
function stateAfter(known: Sessions, request: Request, answered: Headers): unknown {
  known.learn(request, answered)
  return known.stateOf(request, answered)
}

const [a, b, c] = ['k3x9a1m2q7z4', 'p8d2v6n1t5c0', 'w4e7r2y9u3i1']

describe('what legacy knows of a session', () => {
  test('of a visitor who only reads no more than of a new one, also when the cookie gets a longer life', () => {
    const known = sessions()
    expect(stateAfter(known, get(), answer(`shop=${a}`))).toBeUndefined()
    expect(stateAfter(known, get(`shop=${a}`), answer(`shop=${a}; Max-Age=60`))).toBe('fresh')
  })

  test('more from its first unsafe method on, for ever, whatever the cookie is called', () => {
    const known = sessions()
    known.learn(get(), answer(`shop=${a}`))
    known.learn(get(), answer(`shop=${b}`))
    expect(stateAfter(known, post(`shop=${a}`), [])).toBe('diverged')
    expect(stateAfter(known, get(`shop=${a}; lang=fr`), [])).toBe('diverged')
    expect(stateAfter(known, get(`shop=${b}`), [])).toBe('fresh')
  })

  test('more after a login by its first request, or by a new id, and the new id takes it along', () => {
    const known = sessions()
    expect(stateAfter(known, post(), answer(`shop=${a}`))).toBe('diverged')
    expect(stateAfter(known, get(`shop=${a}`), [])).toBe('diverged')
    known.learn(get(), answer(`shop=${b}`))
    expect(stateAfter(known, get(`shop=${b}`), answer(`shop=${c}`))).toBe('diverged')
    expect(stateAfter(known, get(`shop=${c}`), [])).toBe('diverged')
  })

  test('a cookie that each answer renews stands for the same session all along', () => {
    const known = sessions()
    const value = (n: number): string => `k${n}x9a1m2q7z${n}`
    for (let n = 0; n < 30; n += 1) known.learn(get(`shop=${value(n)}`), answer(`shop=${value(n + 1)}`))
    known.learn(get(), answer(`shop=${a}`))
    expect(stateAfter(known, get(`shop=${a}`), answer(`shop=${b}`))).toBe('fresh')
  })

  test('is unknown where it began before the run, or where a cookie says something itself', () => {
    const known = sessions()
    known.learn(get(), answer(`shop=${a}`, 'theme=dark'))
    expect(stateAfter(known, get(`shop=${b}`), [])).toBe('unknown')
    expect(stateAfter(known, get(`shop=${a}; theme=dark`), [])).toBe('unknown')
    expect(stateAfter(known, get('PHPSESSID=old'), [])).toBe('unknown')
  })

  test('a session that begins where another is known already is no new one', () => {
    const known = sessions()
    known.learn(get(), answer(`remember=${a}`))
    known.learn(get(`remember=${b}`), answer(`shop=${c}`))
    expect(known.stateOf(get(`shop=${c}`), [])).toBe('unknown')
  })

  test('cookies that legacy never sets say nothing of it', () => {
    const known = sessions()
    known.learn(get(), answer(`shop=${a}`))
    expect(stateAfter(known, get('_ga=GA1.2.1234567890.1764128000'), [])).toBe('fresh')
  })

  test('nothing of a page that was read before the write, however late the others are asked for it', () => {
    const known = sessions()
    known.learn(get(), answer(`shop=${a}`))
    known.learn(post(`shop=${a}`), [])
    expect(known.stateOf(get(), answer(`shop=${a}`))).toBeUndefined()
    expect(known.stateOf(get(`shop=${a}`), [])).toBe('diverged')
  })

  test('of whoever sends credentials it is unknown', () => {
    const known = sessions()
    expect(known.stateOf(asking(undefined, { headers: [['Authorization', 'Bearer abc']] }), [])).toBe('unknown')
  })

  test('where requests were missed, no session is known to be new', () => {
    const known = sessions()
    known.learn(get(), answer(`shop=${a}`))
    known.learn(post(`shop=${b}`), [])
    known.forgetBirths()
    expect([known.stateOf(get(`shop=${a}`), []), known.stateOf(get(`shop=${b}`), [])]).toEqual(['unknown', 'diverged'])
  })
})

describe('what other legs get', () => {
  const cookiesPassed = (known: Sessions, cookie: string): string | undefined =>
    known.passing([['Cookie', cookie]]).find(([name]) => name === 'Cookie')?.[1]

  test('no cookie that is not known to be harmless', () => {
    expect(cookiesPassed(sessions(), 'shop_id=1; lang=fr')).toBeUndefined()
    expect(cookiesPassed(sessions({ harmless: ['lang', 'ab_*'] }), 'shop_id=1; lang=fr; AB_test=2')).toBe(
      'lang=fr; AB_test=2',
    )
    expect(cookiesPassed(sessions({ harmless: ['*'], cookies: ['shop_*'] }), 'shop_id=1; lang=fr')).toBe('lang=fr')
  })

  test('a cookie that legacy gives to several visitors as it is, not one that each gets a value of', () => {
    const known = sessions()
    for (let n = 0; n < 9; n += 1)
      known.learn(
        asking(undefined, { headers: from(n) }),
        answer(`lang=${n % 2 === 0 ? 'fr' : 'de'}`, `user=${'abcdefghi'[n]}`),
      )
    expect(cookiesPassed(known, 'lang=fr; user=a')).toBe('lang=fr')
  })

  test('a phone that roams does not make its own cookie harmless, nor does a company behind one address', () => {
    const known = sessions()
    for (let n = 0; n < 20; n += 1) {
      const [address, agent] = from(n)
      const [home, phone] = from(1)
      if (address === undefined || agent === undefined || home === undefined || phone === undefined)
        throw new Error('none')
      known.learn(asking('theme=mine', { headers: [address, phone] }), [])
      known.learn(asking('theme=ours', { headers: [home, agent] }), [])
    }
    expect(cookiesPassed(known, 'theme=mine; theme=ours')).toBeUndefined()
  })

  test('never what looks like an id, or what an answer to a write set, however many send it', () => {
    const known = sessions()
    known.learn(post(), answer('user=anna'))
    for (let n = 0; n < 20; n += 1) known.learn(asking(`user=anna; auth=${a}; lang=fr`, { headers: from(n) }), [])
    expect(cookiesPassed(known, `user=anna; auth=${a}; lang=fr`)).toBe('lang=fr')
  })

  test('credentials only where the whole site shares them, or the user says so', () => {
    const staging = ['Authorization', 'Basic c3RhZ2luZzpzdGFnaW5n'] as const
    const known = sessions()
    expect(known.passing([staging])).toEqual([])
    for (let n = 0; n < 12; n += 1) known.learn(asking(undefined, { headers: [...from(n), staging] }), [])
    expect(known.passing([staging, ['X-Api-Key', a]])).toEqual([staging])
    expect(sessions({ harmless: ['x-api-key'] }).passing([['X-Api-Key', a]])).toEqual([['X-Api-Key', a]])
  })

  test('no field that holds an id or what legacy gave, as the address of the page before', () => {
    const known = sessions()
    known.learn(get(), answer('shop=orange'))
    const headers: Headers = [
      ['Host', 'shop.example'],
      ['Referer', 'http://shop.example/?sid=orange'],
      ['X-Device', '0f8b3c6d2a914e7f'],
      ['Content-Type', 'multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW'],
    ]
    expect(known.passing(headers)).toEqual([headers[0], headers[3]])
  })
})

describe('what is not mirrored, because its address or body would take a session along', () => {
  const carries = (known: Sessions, target: string, over: Partial<Request> = {}, answered: Headers = []): boolean =>
    known.carries(aRequest({ target, ...over }), answered)

  test('a value that legacy gave in a cookie, in whatever spelling', () => {
    const known = sessions()
    known.learn(get(), answer('shop=ab+cd/ef==12', 'id=a-b-c-d'))
    expect(carries(known, '/?x=1')).toBe(false)
    expect(carries(known, '/?x=ab%2Bcd%2Fef%3D%3D12')).toBe(true)
    expect(carries(known, '/?next=%2Fpage%3Fx%3Dab%252Bcd%252Fef%253D%253D12')).toBe(true)
    expect(carries(known, '/a-b-c-d/')).toBe(true)
  })

  test('in the body of a write, of a form as of JSON', () => {
    const known = sessions()
    known.learn(get(), answer('shop=ab+cd/ef==12'))
    const body = (text: string): Partial<Request> => ({ method: 'POST', body: aBody(text) })
    expect(carries(known, '/', body('name=anna'))).toBe(false)
    expect(carries(known, '/', body('s=ab%2Bcd%2Fef%3D%3D12'))).toBe(true)
    expect(carries(known, '/', body(String.raw`{"s":"ab\u002Bcd\/ef==12"}`))).toBe(true)
  })

  test('a token of a link that legacy led to', () => {
    const known = sessions()
    known.learn(post(), [['Location', `http://shop.example/confirm/${a}?welcome=1`]])
    expect(carries(known, `/confirm/${a}`)).toBe(true)
    expect(carries(known, '/confirm/?welcome=1')).toBe(false)
  })

  test('the cookie of a session that began before, and what looks like an id', () => {
    const known = sessions()
    expect(carries(known, `/?x=${a}`, { headers: [['Cookie', `shop=${a}`]] })).toBe(true)
    expect(carries(known, '/reset/0f8b3c6d2a914e7f')).toBe(true)
    expect(carries(known, '/page;jsessionid=ABC123')).toBe(true)
    expect(carries(known, '/?PHPSESSID=abc123')).toBe(true)
    expect(carries(known, '/product/blue-shirt-2024?page=2&q=a+long+search&sort=price')).toBe(false)
  })

  test('but not the versions of files, the clicks of advertisers, the paths that the user named', () => {
    const known = sessions({ harmless: ['gclid', '/p/*'] })
    expect(carries(known, '/app-0f8b3c6d2a914e7f.css?v=62f1916d541ada9bfe9bda93373849ba')).toBe(false)
    expect(carries(known, '/?gclid=EAIaIQobChMI4dK0x7')).toBe(false)
    expect(carries(known, '/p/0f8b3c6d2a914e7f')).toBe(false)
  })

  test('nor an address that several visitors ask for, nor then those of the same place', () => {
    const known = sessions()
    const video = (n: number): string => `/watch?v=0f8b3c6d2a914e7${n}`
    for (let n = 0; n < 12; n += 1) known.learn(aRequest({ target: video(n % 3), headers: from(n) }), [])
    expect(carries(known, video(1))).toBe(false)
    expect(carries(known, video(8))).toBe(false)
    expect(carries(known, '/other?w=0f8b3c6d2a914e7f')).toBe(true)
  })

  test('nor what the visitor looked at last, which legacy keeps in a cookie', () => {
    const known = sessions()
    known.learn(aRequest({ target: '/product/blue-shirt' }), answer('last=blue-shirt'))
    expect(carries(known, '/product/blue-shirt')).toBe(false)
  })
})

test('a leg gets the request without what belongs to one connection, to legacy or to a trace, with extra fields and its own name', () => {
  const headers: Headers = [
    ['Host', 'shop.example'],
    ['Connection', 'keep-alive'],
    ['Cookie', 'shop=a; lang=fr'],
    ['Accept', 'a'],
    ['Accept', 'b'],
    ['If-None-Match', '"abc"'],
    ['If-Modified-Since', 'Thu, 01 Jan 2026 00:00:00 GMT'],
    ['traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
  ]
  const { passing } = sessions({ harmless: ['lang'] })
  const headersOf = headersForLeg('candidate', { extra: { accept: 'c' }, passing, trace: 'off' })
  expect(headersOf(aRequest({ id: 'r6', headers })).at(-1)).toBe('r6')
  expect(headersOf(aRequest({ id: 'r7', headers }))).toEqual([
    ...['Host', 'shop.example'],
    ...['Cookie', 'lang=fr'],
    ...['accept', 'c'],
    ...['X-Sosie-Leg', 'candidate'],
    ...['X-Sosie-Id', 'r7'],
  ])
})

test('a part that is asked for on a condition is asked for as a whole, one without a condition stays a part', () => {
  const sent = (headers: Headers): readonly string[] =>
    headersForLeg('candidate', { extra: {}, passing: (all) => all, trace: 'off' })(aRequest({ headers }))
  expect(sent([['Range', 'bytes=0-9']])).toContain('Range')
  const conditional = sent([
    ['Range', 'bytes=0-9'],
    ['If-Range', '"abc"'],
    ['If-None-Match', '*'],
  ])
  expect(conditional).toEqual(['If-None-Match', '*', 'X-Sosie-Leg', 'candidate', 'X-Sosie-Id', 'r1'])
})
