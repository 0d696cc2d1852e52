import { expect, test } from '@jest/globals'
import { defaultThresholds } from '../../src/knowledge/cause.js'
import { nullPage, type AskedTwice } from '../../src/diagnose/null-experiment.js'

const askedTwice = (times: number, one: number, other: number): AskedTwice[] =>
  Array.from({ length: times }, (_, at) => ({
    at,
    one: { firstByte: one, total: one },
    other: { firstByte: other, total: other },
  }))

test('a page that takes as long both times is told of nothing', () => {
  expect(nullPage('GET /', askedTwice(30, 20, 21), defaultThresholds)).toMatchObject({ oneMs: 20, findings: [] })
})

test('a set-up that makes one of the two slow is not silent', () => {
  const { findings } = nullPage('GET /', askedTwice(30, 20, 90), defaultThresholds)
  expect(findings).toEqual(['GET / takes 4.5 times as long'])
})

test('too few answers say nothing, not even that all is well', () => {
  expect(nullPage('GET /', askedTwice(20, 20, 90), defaultThresholds)).toMatchObject({ ratio: null, findings: [] })
})
