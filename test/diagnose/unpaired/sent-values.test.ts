import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { sentValues } from '../../../src/diagnose/unpaired/sent-values.js'

const urlencoded = 'application/x-www-form-urlencoded; charset=utf-8'

test('a form, a JSON document and the text parts of a multipart body are read as what their fields mean', () => {
  const multipart =
    '--x1\r\nContent-Disposition: form-data; name="title"\r\n\r\nMidsummer fair\r\n' +
    '--x1\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nnot looked into\r\n--x1--\r\n'
  expect(sentValues(urlencoded, Buffer.from('title=Midsummer+fair&text=Come+%26+see&id=7'))).toEqual([
    'Midsummer fair',
    'Come & see',
  ])
  expect(sentValues('application/json', Buffer.from('{"post":{"title":"Midsummer fair","n":7}}'))).toEqual([
    'Midsummer fair',
  ])
  expect(sentValues('multipart/form-data; boundary=x1', Buffer.from(multipart))).toEqual(['Midsummer fair'])
})

test('what stands on any page, what was cut and what is no form tells nothing', () => {
  expect(sentValues(urlencoded, Buffer.from('action=save&page=12'))).toEqual([])
  expect(sentValues('application/json', Buffer.from('{"title":"Midsummer f'))).toEqual([])
  expect(sentValues('image/png', Buffer.from('title=Midsummer+fair'))).toEqual([])
  expect(sentValues(undefined, Buffer.from('title=Midsummer+fair'))).toEqual([])
})

test('never throws, and never gives more than it may keep', () => {
  const types = fc.constantFrom(urlencoded, 'application/json', 'multipart/form-data; boundary=b', 'a/b;;=', undefined)
  fc.assert(
    fc.property(types, fc.uint8Array({ maxLength: 500 }), (type, body) => {
      const values = sentValues(type, body)
      expect(values.length).toBeLessThanOrEqual(8)
      expect(values.every(({ length }) => length >= 8 && length <= 200)).toBe(true)
    }),
  )
})
