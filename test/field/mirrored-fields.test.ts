import { expect, test } from '@jest/globals'
import { headersForLeg } from '../../src/mirror/translate.js'
import type { Headers } from '../../src/model/http.js'
import { aRequest } from '../support/factories.js'

test('a mirrored leg gets empty and repeated fields in the order and case in which legacy got them', () => {
  const headers: Headers = [
    ['Host', 'shop.example'],
    ['X-Empty', ''],
    ['x-dup', '1'],
    ['Accept', ''],
    ['X-Dup', '2'],
    ['Cookie', ''],
  ]
  const headersOf = headersForLeg('candidate', { extra: {}, passing: (all) => all, trace: 'off' })
  expect(headersOf(aRequest({ id: 'r1', headers }))).toEqual([
    ...headers.flat(),
    ...['X-Sosie-Leg', 'candidate'],
    ...['X-Sosie-Id', 'r1'],
  ])
})
