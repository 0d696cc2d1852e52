import { expect, test } from '@jest/globals'
import { sessionTracker } from '../../src/mirror/sessions.js'
import { headersForLeg } from '../../src/mirror/translate.js'
import type { Headers } from '../../src/model/http.js'
import { aRequest } from '../support/factories.js'

const get = (cookie?: string) => aRequest({ headers: cookie === undefined ? [] : [['Cookie', cookie]] })
const post = (cookie?: string) => ({ ...get(cookie), method: 'POST' })
const answer = (...cookies: string[]): Headers => cookies.map((cookie) => ['Set-Cookie', cookie] as const)

test('a visitor who only reads does not diverge, also when the session gets a longer life', () => {
  const sessions = sessionTracker()
  expect(sessions.diverged(get(), answer('PHPSESSID=a'))).toBe(false)
  expect(sessions.diverged(get('PHPSESSID=a'), answer('PHPSESSID=a; Max-Age=60'))).toBe(false)
})

test('a session diverges with its first unsafe method, for ever', () => {
  const sessions = sessionTracker()
  expect(sessions.diverged(post('PHPSESSID=a'), answer())).toBe(true)
  expect(sessions.diverged(get('PHPSESSID=a; lang=fr'), answer())).toBe(true)
  expect(sessions.diverged(get('PHPSESSID=b'), answer())).toBe(false)
})

test('a login by its first request, or by a new id, takes the new id along', () => {
  const sessions = sessionTracker()
  sessions.diverged(post(), answer('PHPSESSID=new'))
  expect(sessions.diverged(get('PHPSESSID=new'), answer())).toBe(true)
  expect(sessions.diverged(get('PHPSESSID=old'), answer('PHPSESSID=renewed'))).toBe(true)
  expect(sessions.diverged(get('PHPSESSID=renewed'), answer())).toBe(true)
})

test('the oldest session is forgotten first', () => {
  const sessions = sessionTracker(2)
  for (const id of ['a', 'b', 'c']) sessions.diverged(post(`PHPSESSID=${id}`), answer())
  expect(['a', 'b', 'c'].map((id) => sessions.diverged(get(`PHPSESSID=${id}`), answer()))).toEqual([false, true, true])
})

test('a leg gets the request without sessions and without what belongs to one connection, with extra fields and its own name', () => {
  const headers: Headers = [
    ['Host', 'shop.example'],
    ['Connection', 'keep-alive'],
    ['Cookie', 'PHPSESSID=a; lang=fr'],
    ['Accept', 'a'],
    ['Accept', 'b'],
  ]
  const headersOf = headersForLeg('candidate', { extra: { accept: 'c' }, sessions: 'left-out' })
  expect(headersOf(aRequest({ id: 'r6', headers })).at(-1)).toBe('r6')
  expect(headersOf(aRequest({ id: 'r7', headers }))).toEqual([
    ...['Host', 'shop.example'],
    ...['Cookie', 'lang=fr'],
    ...['accept', 'c'],
    ...['X-Sosie-Leg', 'candidate'],
    ...['X-Sosie-Id', 'r7'],
  ])
})
