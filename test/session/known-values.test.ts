import { expect, jest, test } from '@jest/globals'
import { readOnce } from '../../src/session/known-values.js'
import { ownValuesOf } from '../../src/session/own-values.js'
import { aResponse } from '../support/factories.js'

const filling = ' '.repeat(4000)
const page = (token: string, type = 'text/html', location = '/') =>
  aResponse({
    headers: [
      ['Content-Type', type],
      ['Location', location],
    ],
    bytes: Buffer.from(`<html><input type=hidden name=token value=${token}>${filling}`),
  })

test('an answer that is the same as the one before is not read again', () => {
  const read = jest.fn(ownValuesOf)
  const values = readOnce(read)
  const first = values('/cart', page('a1'))
  expect(first).toMatchObject([{ place: 'field token', value: 'a1' }])
  expect(values('/cart', page('a1'))).toEqual(first)
  expect(read).toHaveBeenCalledTimes(1)
})

test.each([
  ['another token', page('b2')],
  ['another type', page('a1', 'text/plain')],
  ['another place to go to', page('a1', 'text/html', '/orders/7')],
])('%s is read', (_, answer) => {
  const values = readOnce(ownValuesOf)
  values('/cart', page('a1'))
  expect(values('/cart', answer)).toEqual(ownValuesOf(answer))
})

test('of many pages the oldest are forgotten, and read again', () => {
  const read = jest.fn(ownValuesOf)
  const values = readOnce(read)
  for (let n = 0; n <= 100; n += 1) values(`/product/${n}`, page('a1'))
  values('/product/100', page('a1'))
  expect(read).toHaveBeenCalledTimes(101)
  values('/product/0', page('a1'))
  expect(read).toHaveBeenCalledTimes(102)
})
