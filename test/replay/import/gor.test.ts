import { gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { failing, importing } from '../../support/importing.js'

const separator = '\n🐵🙈🙉\n'
const piece = (kind: number, id: string, at: number, ...lines: string[]): string =>
  `${kind} ${id} ${1_777_888_999_000_000_000n + BigInt(at) * 1_000_000n}${kind === 1 ? '' : ' 1200'}\n${lines.join('\r\n')}${separator}`

const morning = [
  piece(1, 'a1', 0, 'GET /cart HTTP/1.1', 'Host: shop.example', 'User-Agent: curl/8', '', ''),
  piece(
    1,
    'a2',
    40,
    'POST /cart HTTP/1.1',
    'Host: shop.example',
    'User-Agent: curl/8',
    'Content-Type: application/x-www-form-urlencoded',
    'Content-Length: 7',
    '',
    'id=3&n=',
  ),
  piece(2, 'a2', 50, 'HTTP/1.1 302 Found', 'Location: /cart', 'Content-Length: 0', '', ''),
  piece(
    2,
    'a1',
    60,
    'HTTP/1.1 200 OK',
    'Content-Type: text/html',
    'Transfer-Encoding: chunked',
    '',
    '3',
    '<p>',
    '2',
    'hi',
    '0',
    '',
    '',
  ),
  piece(3, 'a1', 70, 'HTTP/1.1 500 Oops', '', ''),
].join('')

test('requests with their answers, chunks undone, in the order in which they came', async () => {
  const { scenario, summary } = await importing(morning)
  expect(scenario.exchanges).toMatchObject([
    { method: 'GET', target: '/cart', after: 0, answer: { status: 200, body: { kind: 'text', text: '<p>hi' } } },
    {
      method: 'POST',
      target: '/cart',
      after: 40,
      writes: true,
      body: { kind: 'form', fields: { id: '3', n: '' } },
      answer: { status: 302 },
    },
  ])
  expect(summary).toMatchObject({ from: 'gor', taken: 2 })
  expect(summary.skipped).toMatchObject([{ reason: 'answers of a stack that GoReplay replayed to', count: 1 }])
})

test('a packed file is the same', async () => {
  expect((await importing(gzipSync(morning))).written).toBe((await importing(morning)).written)
})

test('what is hostile or cut is skipped with its byte, the rest is taken', async () => {
  const strange = [
    piece(1, 'b1', 0, '\x16\x03\x01', ''),
    `whatever${separator}`,
    piece(1, 'b2', 0, 'POST / HTTP/1.1', 'Content-Length: 99', '', 'short'),
    piece(1, 'b3', 0, 'OPTIONS * HTTP/1.1', '', ''),
    piece(2, 'b9', 0, 'HTTP/1.1 200 OK', '', ''),
    piece(1, 'b4', 0, 'POST / HTTP/1.1', 'Transfer-Encoding: chunked', '', 'fffffffffff', 'x', ''),
    piece(1, 'b5', 0, 'GET /ok HTTP/1.1', 'no colon', ': no name', 'Host: a', '', ''),
    piece(2, 'b5', 0, 'HTTP/1.1 2xx', '', ''),
    '1 b6 5\nGET /cut HTT',
  ]
  const { scenario, summary } = await importing(strange.join(''))
  expect(scenario.exchanges.map(({ target }) => target)).toEqual(['/ok'])
  expect(Object.fromEntries(summary.skipped.map(({ reason, count }) => [reason, count]))).toEqual({
    'pieces that hold no HTTP message': 1,
    'pieces without a line as "1 ID TIMESTAMP"': 1,
    'requests whose body is cut': 2,
    'requests for no path': 1,
    'answers to no request': 1,
    'answers that are no HTTP message': 1,
    'pieces that are cut off at the end of the file': 1,
  })
  expect(summary.skipped.find(({ reason }) => reason.includes('without a line'))?.first).toBe(
    `byte ${Buffer.byteLength(strange[0] ?? '')}`,
  )
})

test.each([
  [
    'another file',
    'hello\n',
    /is no \.gor file: at byte 0 there is no line as "1 ID TIMESTAMP"|holds not one whole piece/,
  ],
  ['one cut in its first piece', '1 a 5\nGET / HTT', /holds not one whole piece/],
])('%s is refused, and nothing written', async (_, content, sentence) => {
  const { error, left } = await failing(content, { from: 'gor' })
  expect(error).toMatchObject({ code: 'SOSIE_E_NOT_READABLE', message: expect.stringMatching(sentence) })
  expect(left).toEqual([])
})
