import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { circuitBreaker } from '../../src/mirror/breaker.js'
import { mirrorCap } from '../../src/mirror/cap.js'
import { controlShare } from '../../src/mirror/control-share.js'
import { mirrorPolicy, type PolicySettings } from '../../src/mirror/policy.js'
import { routePattern } from '../../src/model/route-pattern.js'
import { everySoMany, wholeSessions } from '../../src/mirror/sampling.js'
import { sessionOrder } from '../../src/mirror/session-order.js'
import type { Headers } from '../../src/model/http.js'

function aClock(): { now: () => number; pass: (ms: number) => void } {
  let at = 1_000_000
  return { now: () => at, pass: (ms) => void (at += ms) }
}

describe('the circuit breaker', () => {
  const settings = { failures: 3, retryMs: 1000, maxRetryMs: 4000 }

  test('opens after so many failures in a row, and a success between them starts the count again', () => {
    const breaker = circuitBreaker(settings, aClock().now)
    for (const outcome of ['failed', 'failed', 'succeeded', 'failed', 'failed'] as const) breaker[outcome]()
    expect(breaker.refuses()).toBe(false)
    breaker.failed()
    expect([breaker.refuses(), breaker.state()]).toEqual([true, 'open'])
  })

  test('lets one request probe the way back, waits twice as long when that fails, and closes when it succeeds', () => {
    const clock = aClock()
    const breaker = circuitBreaker(settings, clock.now)
    for (let n = 0; n < 3; n += 1) breaker.failed()
    clock.pass(1000)
    expect([breaker.state(), breaker.lets(), breaker.lets()]).toEqual(['half-open', true, false])
    breaker.failed()
    clock.pass(1999)
    expect(breaker.refuses()).toBe(true)
    clock.pass(1)
    expect(breaker.lets()).toBe(true)
    breaker.succeeded()
    expect([breaker.state(), breaker.lets(), breaker.lets()]).toEqual(['closed', true, true])
  })

  test('late failures of requests that were sent before it opened do not put the way back off', () => {
    const clock = aClock()
    const breaker = circuitBreaker(settings, clock.now)
    for (let n = 0; n < 50; n += 1) breaker.failed()
    clock.pass(1000)
    expect(breaker.lets()).toBe(true)
  })
})

describe('sampling', () => {
  test('every so many takes exactly its share, spread evenly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (percent) => {
        const sampler = everySoMany(percent / 100)
        const taken = Array.from({ length: 1000 }, () => sampler.takes('')).filter(Boolean).length
        return Math.abs(taken - percent * 10) <= 1
      }),
    )
  })

  test('whole sessions: always or never, and about the share of them', () => {
    const sampler = wholeSessions(0.3)
    const sessions = Array.from({ length: 5000 }, (_, n) => `PHPSESSID=${n.toString(16)}`)
    const taken = sessions.filter((session) => sampler.takes(session))
    expect(taken.length / sessions.length).toBeCloseTo(0.3, 1)
    expect(taken.every((session) => sampler.takes(session))).toBe(true)
  })
})

describe('the policy', () => {
  const all: PolicySettings = { sample: 1, sampleBy: 'request', routes: [], writes: [], deny: [], allow: [] }
  const decide = (over: Partial<PolicySettings>, method: string, target: string, headers: Headers = []) =>
    mirrorPolicy({ ...all, ...over })({ method, target, headers }, '10.0.0.1')

  test.each<[Partial<PolicySettings>, string, string, string | undefined]>([
    [{}, 'GET', '/', undefined],
    [{}, 'POST', '/cart', 'unsafe-method'],
    [{ writes: ['POST /cart*'] }, 'POST', '/cart/add?id=1', undefined],
    [{ writes: ['POST /cart*'] }, 'DELETE', '/cart/1', 'unsafe-method'],
    [{ writes: ['*'] }, 'PURGE', '/x', undefined],
    [{ deny: ['/logout'] }, 'GET', '/logout?next=/', 'denied'],
    [{ deny: ['GET *?action=cron*'] }, 'GET', '/wp-admin/admin.php?action=cron&x', 'denied'],
    [{ allow: ['GET /shop/*'] }, 'GET', '/blog/', 'denied'],
    [{ sample: 0 }, 'GET', '/', 'sampled-out'],
    [{ sample: 0, routes: [{ match: '/search', sample: 1 }] }, 'GET', '/search?q=a', undefined],
  ])('%j: %s %s', (over, method, target, reason) => {
    expect(decide(over, method, target)).toBe(reason)
  })

  test('a pattern takes its characters as they are, all but *', () => {
    expect(routePattern('/a.b(c)*')('GET', '/a.b(c)d')).toBe(true)
    expect(routePattern('/a.b')('GET', '/axb')).toBe(false)
  })
})

test('a cap counts a run, and a day that turns', () => {
  const clock = aClock()
  const cap = mirrorCap({ total: 3, perDay: 2 }, clock.now)
  const take = (): boolean => {
    if (cap.reached()) return false
    cap.count()
    return true
  }
  expect([take(), take(), take()]).toEqual([true, true, false])
  clock.pass(24 * 60 * 60 * 1000)
  expect([take(), take()]).toEqual([true, false])
})

test('control stays within its share and its requests a second; what the cap leaves out says so', () => {
  const clock = aClock()
  const half = controlShare({ share: 0.5, perSecond: 100 }, clock.now)
  expect(Array.from({ length: 4 }, half)).toEqual(['outside-share', 'asked', 'outside-share', 'asked'])
  const two = controlShare({ share: 1, perSecond: 2 }, clock.now)
  expect(Array.from({ length: 3 }, two)).toEqual(['asked', 'asked', 'left-out'])
  clock.pass(500)
  expect(Array.from({ length: 2 }, two)).toEqual(['asked', 'left-out'])
})

test('requests of one session run one after the other, those of others beside them', () => {
  const order = sessionOrder<string>()
  expect([order.enters('a', 'a1'), order.enters('a', 'a2'), order.enters('b', 'b1')]).toEqual([true, false, true])
  expect([order.leaves('b'), order.leaves('a'), order.leaves('a')]).toEqual([undefined, 'a2', undefined])
  expect(order.enters('a', 'a3')).toBe(true)
})
