import { describe, expect, test } from '@jest/globals'
import { judge } from '../../../src/diagnose/judge.js'
import type { Pair } from '../../../src/model/pair.js'
import { aPair, aRequest, type AnAnswer } from '../../support/factories.js'
import { knowledge } from '../../support/knowledge.js'

const page: AnAnswer = { html: '<h1>Hello Anna</h1><p>Open from 8</p>' }
const stranger: AnAnswer = { html: '<h1>Hello stranger</h1><p>Open from 8</p>' }
const broken: AnAnswer = { html: '<h1>Hello stranger</h1><p>Open from 9</p>' }
const loggedOut: AnAnswer = { status: 302, headers: [['Location', '/login']] }

/** What is learned goes into `learned`. */
function verdictOf(
  heldBack: Pair['heldBack'],
  legacy: AnAnswer,
  candidate: AnAnswer,
  control?: AnAnswer,
  learned: unknown[] = [],
): string {
  const pair = aPair({
    request: aRequest({ target: '/home' }),
    ...(heldBack === undefined ? {} : { heldBack }),
    legacy: { response: legacy },
    candidate: { response: candidate },
    ...(control === undefined ? {} : { control: { response: control } }),
  })
  const { verdict, incomparable } = judge(pair, {
    ...knowledge,
    detectors: [],
    learn: (...all) => void learned.push(all),
  })
  return incomparable ?? verdict
}

test('where other legs got all that legacy got, no session explains a difference', () => {
  expect(verdictOf(undefined, page, loggedOut)).toBe('mismatch')
  expect(verdictOf(undefined, page, loggedOut, loggedOut)).not.toBe('unpaired-session')
})

test('equal answers match, whatever was held back', () => {
  expect(verdictOf('unknown', page, page)).toBe('match')
  expect(verdictOf('fresh', loggedOut, loggedOut)).toBe('match')
})

describe('a session of which legacy may know more', () => {
  test('explains whatever differs where nobody shows whether it does', () => {
    expect(verdictOf('unknown', page, stranger)).toBe('unpaired-session')
  })

  test('explains what control, without it, answers as the candidate does', () => {
    expect(verdictOf('unknown', page, stranger, stranger)).toBe('unpaired-session')
    expect(verdictOf('unknown', page, loggedOut, loggedOut)).toBe('unpaired-session')
    expect(verdictOf('unknown', page, broken, loggedOut)).toBe('unpaired-session')
  })

  test('explains nothing where control, without it, answers as legacy did', () => {
    expect(verdictOf('unknown', page, stranger, page)).toBe('mismatch')
    expect(verdictOf('unknown', page, broken, stranger)).toBe('mismatch')
  })

  test('teaches nothing of what varies on legacy', () => {
    const learned: unknown[] = []
    verdictOf('unknown', page, broken, stranger, learned)
    expect(learned).toEqual([])
    verdictOf('fresh', page, broken, stranger, learned)
    expect(learned).toHaveLength(1)
  })
})

test('a session that only began explains that the candidate asks to log in, and no other content', () => {
  expect(verdictOf('fresh', page, stranger)).toBe('mismatch')
  expect(verdictOf('fresh', page, loggedOut)).toBe('unpaired-session')
  expect(verdictOf('fresh', page, loggedOut, page)).toBe('mismatch')
  expect(verdictOf('fresh', page, loggedOut, loggedOut)).toBe('unpaired-session')
})

test.each<[string, AnAnswer]>([
  ['401', { status: 401 }],
  ['403', { status: 403, html: 'no' }],
  ['a redirect to a login', { status: 302, headers: [['Location', 'https://shop.example/account/sign-in?a=1']] }],
  ['a redirect that takes the page along', { status: 303, headers: [['Location', '/user.php?to=%2Fhome']] }],
  ['a refresh to a login', { html: `<meta content='0;url=/LogIn.php' http-equiv='Refresh'>` }],
  ['a page with a password field', { html: '<form><INPUT name=p type=password></form>' }],
])('%s asks to log in', (_, answer) => {
  expect(verdictOf('fresh', page, answer)).toBe('unpaired-session')
  expect(verdictOf('fresh', { ...answer, headers: [...(answer.headers ?? []), ['X-A', '1']] }, answer)).toBe('mismatch')
})

test.each<[string, AnAnswer]>([
  ['a redirect to elsewhere', { status: 302, headers: [['Location', '/blog/authors']] }],
  ['a refresh of the page itself', { html: '<meta http-equiv=refresh content=30>' }],
  ['a page that speaks of a login', { html: '<p>Login was never so easy: type="password"</p>' }],
  ['a fault', { status: 500, html: 'login' }],
])('%s does not', (_, answer) => {
  expect(verdictOf('fresh', page, answer)).toBe('mismatch')
})
