import { expect, test } from '@jest/globals'
import { madeBy, remembered } from '../../src/session/made-values.js'
import { ownValuesOf } from '../../src/session/own-values.js'
import { aBody, anExchange, type AnAnswer } from '../support/factories.js'

/** What an answer shows as made by the request. */
function madeOf(answer: AnAnswer, request = { target: '/orders', body: aBody('title=first') }): string[] {
  const { response } = anExchange({ response: answer })
  if (response === undefined) return []
  return madeBy(4, request, response, ownValuesOf(response)).map(({ key, value }) => `${key}: ${value}`)
}

const redirect = (location: string): AnAnswer => ({ status: 302, headers: [['Location', location]] })

test('an id in Location, in a hidden field or in JSON is a record that the request made', () => {
  expect(madeOf(redirect('/orders?id=7'))).toEqual(['4 location query.id: 7'])
  expect(madeOf(redirect('/orders/7'))).toEqual(['4 location path[2]: 7'])
  expect(madeOf({ html: '<form><input type="hidden" name="id" value="7"></form>' })).toEqual(['4 field id: 7'])
  expect(madeOf({ json: { order: { id: 7, total: 30 } } })).toEqual(['4 $.order.id: 7'])
})

test('an id or a step that the request brought is nobody’s new record', () => {
  expect(madeOf(redirect('/orders?id=7'), { target: '/orders?id=7', body: aBody('title=x') })).toEqual([])
  expect(madeOf(redirect('/steps/2'), { target: '/steps', body: aBody('step=2') })).toEqual([])
})

test('rows of a list that a POST asked for, and what a refusal shows, were made by nobody', () => {
  const row = (id: number): string => `<form><input type="hidden" name="id" value="${id}"></form>`
  expect(madeOf({ html: row(7) + row(9) })).toEqual([])
  expect(madeOf({ json: { items: [{ id: 7 }] } })).toEqual([])
  expect(madeOf({ status: 403, html: row(7) })).toEqual([])
})

test.each([
  ['0, which no table gives', '/orders?id=0'],
  ['words of a path', '/orders/thanks'],
  ['numbered steps', '/step2'],
  ['tokens', '/orders?csrf_token=a1b2c3d4e5f6'],
])('%s is none', (_, location) => {
  expect(madeOf(redirect(location))).toEqual([])
})

test('the newest hundred of a session are remembered', () => {
  const many = Array.from({ length: 150 }, (_, index) => ({ key: `${index} $.id`, value: String(index + 1) }))
  expect(remembered(many.slice(0, 90), many.slice(90)).map(({ value }) => value)).toEqual(
    many.slice(50).map(({ value }) => value),
  )
})
