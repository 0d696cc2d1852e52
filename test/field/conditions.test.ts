import { expect, test } from '@jest/globals'
import { judge } from '../../src/diagnose/judge.js'
import type { Judgement } from '../../src/model/judgement.js'
import { aPair, aRequest, type AnAnswer } from '../support/factories.js'
import { knowledge } from '../support/knowledge.js'

/** Legacy had the condition, the candidate was asked without it. */
function judged(condition: readonly [string, string], legacy: AnAnswer, candidate: AnAnswer): Judgement {
  const request = aRequest({ target: '/site.css', headers: [condition] })
  return judge(aPair({ request, legacy: { response: legacy }, candidate: { response: candidate } }), {
    ...knowledge,
    detectors: [],
  })
}

const ifNoneMatch = ['If-None-Match', '"a"'] as const
const fields = [['Cache-Control', 'max-age=60'] as const]
const whole: AnAnswer = { text: 'a{}', headers: [...fields, ['Content-Length', '3']] }

test.each<[string, readonly [string, string], AnAnswer]>([
  ['304', ifNoneMatch, { status: 304, headers: fields }],
  ['304 by its date', ['If-Modified-Since', 'Thu, 01 Jan 2026 00:00:00 GMT'], { status: 304, headers: fields }],
  ['412', ['If-Match', '"a"'], { status: 412, headers: fields, text: 'no' }],
  ['206', ['If-Range', '"a"'], { status: 206, headers: [...fields, ['Content-Range', 'bytes 0-1/3']], text: 'a{' }],
])(
  "legacy's %s and the candidate's whole answer are no difference, and no proof that they are the same",
  (_, ...args) => {
    const [condition, legacy] = args
    expect(judged(condition, legacy, whole)).toMatchObject({ verdict: 'incomparable', incomparable: 'conditional' })
  },
)

test('a candidate that has no such page, or other rules for caches, differs all the same', () => {
  const legacy: AnAnswer = { status: 304, headers: fields }
  expect(judged(ifNoneMatch, legacy, { status: 404, headers: fields })).toMatchObject({
    verdict: 'mismatch',
    differences: [{ part: 'status', legacy: '304', candidate: '404' }],
  })
  expect(judged(ifNoneMatch, legacy, { ...whole, headers: [['Cache-Control', 'no-store']] })).toMatchObject({
    verdict: 'mismatch',
    differences: [{ part: 'headers', path: 'cache-control' }],
  })
})

test('a 304 that no condition asked for is a difference', () => {
  const differs = judged(['Accept', '*/*'], { status: 304, headers: fields }, whole)
  expect(differs.verdict).toBe('mismatch')
})
