import { expect, test } from '@jest/globals'
import { headerOf } from '../../../src/model/http.js'
import { responseOf } from '../../../src/replay/scenario/answer.js'
import type { RequestBody, ScenarioExchange } from '../../../src/replay/scenario/model.js'
import { offsetsOf, waitsFor } from '../../../src/replay/scenario/order.js'
import { filledRequest, firstCookies } from '../../../src/replay/scenario/request.js'

const plain: ScenarioExchange = {
  method: 'POST',
  target: '/',
  session: 'visitor',
  after: 0,
  writes: true,
  headers: {},
  capture: {},
}
const values: Record<string, string> = { a: 'x"y é&', b: '1' }
const valueOf = (name: string): string => values[name] ?? ''
const readFile = (): Uint8Array => Buffer.from([0, 255])

function sent(body: RequestBody, headers: Record<string, string> = {}) {
  const {
    headers: all,
    body: bytes,
    target,
  } = filledRequest({ sessions: {} }, { ...plain, target: '/p/${a}?q=${b}', body, headers }, valueOf, readFile)
  return { type: headerOf(all, 'content-type'), body: Buffer.from(bytes.bytes).toString('latin1'), target }
}

test('a value is written as the place where it stands wants it', () => {
  expect(sent({ kind: 'text', text: '{"v":"${a}"}' }, { 'content-type': 'application/json; charset=utf-8' }).body).toBe(
    Buffer.from('{"v":"x\\"y é&"}').toString('latin1'),
  )
  expect(sent({ kind: 'text', text: 'v=${a}' }, { 'content-type': 'application/x-www-form-urlencoded' }).body).toBe(
    'v=x%22y%20%C3%A9%26',
  )
  expect(sent({ kind: 'text', text: '${$}{b} ${b}' }, { 'content-type': 'text/plain' })).toMatchObject({
    body: '${b} 1',
    target: '/p/x%22y%20%C3%A9%26?q=1',
  })
})

test('forms, parts and files become bodies with their type', () => {
  expect(sent({ kind: 'form', fields: { 'a[]': ['1', '${a}'], c: '' } })).toMatchObject({
    type: 'application/x-www-form-urlencoded',
    body: 'a%5B%5D=1&a%5B%5D=x%22y+%C3%A9%26&c=',
  })
  const { type, body } = sent({
    kind: 'parts',
    parts: [
      { name: 'q"', value: '${b}' },
      { name: 'f', file: 's.files/x', filename: 'f.png', type: 'image/png' },
    ],
  })
  const boundary = type?.split('boundary=')[1] ?? ''
  expect(body).toBe(
    `--${boundary}\r\nContent-Disposition: form-data; name="q%22"\r\n\r\n1\r\n--${boundary}\r\nContent-Disposition: form-data; name="f"; filename="f.png"\r\nContent-Type: image/png\r\n\r\n\0\xff\r\n--${boundary}--\r\n`,
  )
  expect(sent({ kind: 'file', file: 's.files/x' }, { 'content-type': 'image/png' })).toMatchObject({
    type: 'image/png',
    body: '\0\xff',
  })
})

test('a session says its header fields and cookies, and an exchange may say otherwise', () => {
  const sessions = { visitor: { headers: { Accept: '*/*', 'User-Agent': 'U ${b}' }, cookies: { lang: '${b}' } } }
  const { headers } = filledRequest({ sessions }, { ...plain, headers: { accept: 'text/html' } }, valueOf, readFile)
  expect(headers).toEqual([
    ['User-Agent', 'U 1'],
    ['accept', 'text/html'],
  ])
  expect(firstCookies({ sessions }, 'visitor', valueOf)).toEqual([['lang', '1']])
  expect(firstCookies({ sessions }, 'nobody', valueOf)).toEqual([])
})

test('a recorded answer has the bytes that it had, in its charset; a body that was not kept is unknown', () => {
  const latin = {
    status: 200,
    headers: { 'content-type': 'text/html; charset=iso-8859-1' },
    body: { kind: 'text', text: 'é' },
  } as const
  expect([...responseOf(latin, readFile).body.bytes]).toEqual([0xe9])
  expect(responseOf({ status: 200 }, readFile)).toMatchObject({ headers: [], body: { truncated: true } })
  expect([...responseOf({ status: 200, body: { kind: 'file', file: 'f' } }, readFile).body.bytes]).toEqual([0, 255])
})

test('who waits for whom: the one before in the session, and whoever captures what is needed', () => {
  const exchanges = [
    { ...plain, session: 'anna', after: 0, capture: { id: { kind: 'json', path: '$.id' } } },
    { ...plain, session: 'ben', after: 50 },
    { ...plain, session: 'anna', after: 20 },
    { ...plain, session: 'ben', after: 0, target: '/x/${id}' },
  ] as const
  expect(waitsFor({ exchanges })).toEqual([[], [], [0], [0, 1]])
  expect(offsetsOf({ exchanges })).toEqual([0, 50, 70, 70])
})
