import { expect, test } from '@jest/globals'
import { isTraceField, traceFields } from '../../src/mirror/trace.js'
import type { Headers } from '../../src/model/http.js'

const [id, short] = ['4bf92f3577b34da6a3ce929d0e0e4736', 'a3ce929d0e0e4736']

test.each<[string, Headers, string, string]>([
  ['traceparent', [['Traceparent', `00-${id}-00f067aa0ba902b7-00`]], id, '00'],
  ['b3', [['b3', `${id}-00f067aa0ba902b7-0`]], id, '00'],
  [
    'the fields of B3',
    [
      ['X-B3-TraceId', short],
      ['X-B3-Sampled', '1'],
    ],
    short.padStart(32, '0'),
    '01',
  ],
  ['sentry-trace', [['sentry-trace', `${id}-00f067aa0ba902b7-1`]], id, '01'],
])("a user's trace is known by %s", (_, headers, trace, flags) => {
  expect(traceFields('child', headers)[1]).toMatch(
    new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[\\da-f]{16}-${flags}$`),
  )
  expect(traceFields('link', headers).slice(2)).toEqual(['X-Sosie-Trace', trace])
})

test('without a trace of the user there is none to join, and none to name', () => {
  expect(traceFields('child', [['traceparent', 'nonsense']])).toEqual([])
  expect(traceFields('link', [])).toEqual(['traceparent', expect.stringMatching(/^00-[\da-f]{32}-[\da-f]{16}-01$/)])
  expect(traceFields('off', [['b3', `${id}-00f067aa0ba902b7-1`]])).toEqual([])
})

test('two requests of one user have spans of their own', () => {
  const headers: Headers = [['traceparent', `00-${id}-00f067aa0ba902b7-01`]]
  expect(traceFields('child', headers)).not.toEqual(traceFields('child', headers))
})

test.each(['traceparent', 'tracestate', 'x-b3-spanid', 'x-datadog-parent-id', 'x-amzn-trace-id', 'x-request-id'])(
  '%s belongs to a trace',
  (name) => expect(isTraceField(name)).toBe(true),
)

test('fields that only sound like it stay', () => {
  expect(['x-b3', 'accept', 'x-request-idle', 'referer'].filter(isTraceField)).toEqual([])
})
