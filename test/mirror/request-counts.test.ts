import { expect, test } from '@jest/globals'
import { countsOf, liveRequestCounts, mirrorRequestCounts } from '../../src/mirror/request-counts.js'

test('both counts together say what became of every request', () => {
  const live = liveRequestCounts()
  for (let n = 0; n < 5; n += 1) live.arrived()
  live.notMirrored('paused')
  const mirror = mirrorRequestCounts(true)
  mirror.mirrored()
  mirror.notMirrored('paused')
  mirror.notMirrored('breaker-open')
  mirror.controlAsked(12)
  expect(countsOf(live.counts(), mirror.counts())).toEqual({
    requests: 5,
    notMirrored: { paused: 2, 'breaker-open': 1 },
    control: { asked: 1, ms: 12, leftOut: 0 },
  })
})

test('the request counts of a mirror that died go on in those of the next', () => {
  const first = mirrorRequestCounts(false)
  first.mirrored()
  first.notMirrored('paused')
  const next = mirrorRequestCounts(false, first.counts())
  next.mirrored()
  expect(next.counts()).toEqual({ mirrored: 2, notMirrored: { paused: 1 } })
})
