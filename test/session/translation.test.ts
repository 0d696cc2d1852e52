import { expect, test } from '@jest/globals'
import { ownValuesOf } from '../../src/session/own-values.js'
import { translation } from '../../src/session/translation.js'
import { aResponse, type AnAnswer } from '../support/factories.js'

const valuesOf = (answer: AnAnswer) => ownValuesOf(aResponse(answer))
const told = (answer: AnAnswer) => valuesOf(answer).map(({ place, value }) => `${place} = ${value}`)

test('hidden fields, tokens of a page and of its scripts are values that come back', () => {
  const page = `<meta name="csrf-token" content="m1"><meta name="description" content="x"><form><input type=hidden name=step value=2>
    <input name=q value=free></form><script>var api = {"nonce":"a1b2c3", "colour":"red"}</script>`
  expect(told({ html: page })).toEqual(['meta csrf-token = m1', 'field step = 2', 'script nonce = a1b2c3'])
})

test('ids in JSON, and where an answer redirects to, too', () => {
  expect(told({ json: { id: 17, name: 'x', lines: [{ line_id: 'a' }] } })).toEqual([
    '$.id = 17',
    '$.lines[0].line_id = a',
  ])
  const redirect = { status: 302, headers: [['Location', '/admin/edit/42?id=1501&tab=2'] as const] }
  expect(told(redirect)).toEqual([
    'location path[1] = admin',
    'location path[2] = edit',
    'location path[3] = 42',
    'location query.id = 1501',
    'location query.tab = 2',
  ])
})

test('a leg gets back what it gave, where legacy was recorded with another value', () => {
  const legs = translation()
  legs.learn(valuesOf({ json: { id: 1501 } }), valuesOf({ json: { id: 1777 } }))
  expect([legs.valueFor('product_id', '1501'), legs.valueFor('', '1501')]).toEqual(['1777', '1777'])
})

test('a plain number is another thing under another name', () => {
  const legs = translation()
  legs.learn(valuesOf({ json: { id: 3 } }), valuesOf({ json: { id: 4 } }))
  expect([legs.valueFor('quantity', '3'), legs.valueFor('id', '5')]).toEqual(['3', '5'])
})

test('a long token is translated wherever it stands', () => {
  const form = (value: string): AnAnswer => ({ html: `<input type=hidden name=key value=${value}>` })
  const legs = translation()
  legs.learn(valuesOf(form('c0ffee1234')), valuesOf(form('deadbeef99')))
  expect(legs.valueFor('header-of-any-name', 'c0ffee1234')).toBe('deadbeef99')
})

test('a token is taken from the page that the leg sent last, also when the recorded one was redacted', () => {
  const legs = translation()
  const form = (value: string): AnAnswer => ({ html: `<input type=hidden name=csrf_token value=${value}>` })
  legs.learn([], valuesOf(form('first')))
  legs.learn([], valuesOf(form('second')))
  expect(legs.valueFor('csrf_token', '[hidden 0123456789abcdef]')).toBe('second')
})
