import { expect, test } from '@jest/globals'
import { ownValuesOf, pageValuesOf } from '../../src/session/own-values.js'
import { aResponse } from '../support/factories.js'

const page = (text: string) => aResponse({ headers: [['Content-Type', 'text/html']], bytes: Buffer.from(text) })

test.each([
  ['<INPUT TYPE=HIDDEN NAME=cart VALUE=7>', 'field cart', '7'],
  ['<meta content="a1b2" name="csrf-token">', 'meta csrf-token', 'a1b2'],
  ["<meta content='9' name='customer_id'>", 'meta customer_id', '9'],
  ['<script>var s = {"wpNonce":"a1b2c3"}</script>', 'script wpNonce', 'a1b2c3'],
])('%s is seen, though pages that hold nothing are not read as a tree', (text, place, value) => {
  const answer = page(`<html><body>${text}</body></html>`)
  expect(ownValuesOf(answer)).toMatchObject([{ place, value }])
  expect(pageValuesOf(answer)).toMatchObject([{ place, value }])
})

test('ids in JSON say nothing where no answer was recorded', () => {
  const answer = aResponse({ headers: [['Content-Type', 'application/json']], bytes: Buffer.from('{"id":7}') })
  expect([ownValuesOf(answer).length, pageValuesOf(answer)]).toEqual([1, []])
})
