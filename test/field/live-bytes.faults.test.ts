import type { Socket } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { forwarderNames, startLive, type ForwarderName, type Live } from '../support/live.js'
import { converse, messagesIn, startWire, type Message, type Wire } from '../support/wire.js'

/**
 * Each case is asked of legacy directly, and through Sosie. What legacy heard and what the client heard must be equal byte for byte, but
 * for what docs/limits.md lists as different on the live path.
 */

const open: { close(deadlineMs: number): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close(0)))
})

async function legacyThat(answer: (socket: Socket, heard: string) => boolean): Promise<Wire> {
  const wire = await startWire(answer)
  open.push(wire)
  return wire
}

async function sosieBefore(legacy: Wire, name: ForwarderName): Promise<Live> {
  const live = await startLive(legacy.url, name)
  open.push(live)
  return live
}

const ok = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nyes'

/** Answers each whole request. */
function answering(text: string): (socket: Socket, heard: string) => boolean {
  return (socket, heard) => {
    const requests = messagesIn(heard)
    if (requests.some(isBroken)) return false
    requests.forEach(() => socket.write(text, 'latin1'))
    return true
  }
}

/** Answers when the head is there, reads what follows, and closes. */
function refusing(text: string): (socket: Socket, heard: string) => boolean {
  const told = new WeakSet<Socket>()
  return (socket, heard) => {
    if (told.has(socket) || !heard.includes('\r\n\r\n')) return false
    told.add(socket)
    socket.write(text, 'latin1')
    setTimeout(() => socket.end(), 150)
    return false
  }
}

/** As `messagesIn` leaves what is not whole. */
function isBroken({ line }: Message): boolean {
  return !/^\S+ \S+ HTTP\/1\.[01]$/.test(line)
}

/** What may stand in another place, and its name in another case: `Host`, and `Content-Length`. */
const placedAnywhere = /^(?:host|content-length):/i

/** What legacy heard, but for what may differ: those which a client sent in one packet come side by side. */
function requestsIn(heard: string): Request[] {
  const requests = messagesIn(heard).map(({ line, fields, body }) => ({ line, ...sorted(fields), body }))
  return requests.sort((one, other) => one.line.localeCompare(other.line))
}

interface Request {
  readonly line: string
  readonly fields: readonly string[]
  readonly placed: readonly string[]
  readonly body: string
}

function sorted(fields: readonly string[]): Pick<Request, 'fields' | 'placed'> {
  const kept = fields
    .filter((field) => !/^(?:upgrade|trailer):/i.test(field))
    .map((field) => field.replace(/: */, ': '))
  return {
    fields: kept.filter((field) => !placedAnywhere.test(field)),
    placed: kept.flatMap((field) => (placedAnywhere.test(field) ? field.toLowerCase() : [])).sort(),
  }
}

const answersIn = (text: string): Message[] => messagesIn(text, (line) => / (?:204|304) /.test(line))

const host = 'Host: shop.example\r\n'
const h2c = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n'
const webSocket =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
const chunked = 'Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;more=1\r\nllo\r\n0\r\n\r\n'
const sized = 'Content-Length: 5\r\n\r\nhello'
const next = `GET /next HTTP/1.1\r\n${host}\r\n`
const everyByte = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('')

/** As the client sends them: parts have a pause between them. */
const requests: [name: string, ...parts: string[]][] = [
  [
    'fields in odd case and order, repeated, and empty',
    `GET /a HTTP/1.1\r\nx-oDD: 1\r\n${host}Accept:\r\nB: 1\r\nX-Empty: \r\nCookie: a=1; b\r\n\r\n`,
  ],
  ['bytes beyond ASCII in a field', `GET / HTTP/1.1\r\n${host}X-Name: caf\u00e9 \u00ff\r\n\r\n`],
  ['a target that browsers and bots write', `GET //x/../%7Ea%zz?a[]=1&b=%00|^"\`{} HTTP/1.1\r\n${host}\r\n`],
  ['20 KB of cookies', `GET / HTTP/1.1\r\n${host}Cookie: a=${'c'.repeat(20_000)}\r\n\r\n`],
  ['a body by length', `POST / HTTP/1.1\r\n${host}${sized}`],
  ['a body in chunks', `POST / HTTP/1.1\r\n${host}${chunked}`],
  ['a body in pieces', `PUT / HTTP/1.1\r\n${host}Content-Length: 10\r\n\r\n`, 'hello', 'world'],
  ['every byte there is', `PATCH / HTTP/1.1\r\n${host}Content-Length: 256\r\n\r\n${everyByte}`],
  ['a body of length 0', `POST / HTTP/1.1\r\n${host}Content-Length: 0\r\n\r\n`],
  ['a body where none is expected', `DELETE / HTTP/1.1\r\n${host}${sized}`],
  ['GET with a body', `GET / HTTP/1.1\r\n${host}${sized}`],
  [
    'a client that waits to be told to go on',
    `POST / HTTP/1.1\r\n${host}Expect: 100-continue\r\nContent-Length: 5\r\n\r\n`,
    'hello',
  ],
  ['two requests in one packet', `POST / HTTP/1.1\r\n${host}${sized}${next}`],
  ['h2c offered with a body by length', `POST / HTTP/1.1\r\n${host}${h2c}${sized}`],
  ['h2c offered with a body in chunks', `POST / HTTP/1.1\r\n${host}${h2c}${chunked}`],
  ['h2c offered with a body in pieces', `POST / HTTP/1.1\r\n${host}${h2c}Content-Length: 10\r\n\r\n`, 'hello', 'world'],
  [
    'h2c offered, and a body announced',
    `POST / HTTP/1.1\r\n${host}${h2c}Expect: 100-continue\r\nContent-Length: 5\r\n\r\n`,
    'hello',
  ],
  ['h2c offered without a body', `GET / HTTP/1.1\r\n${host}${h2c}\r\n`],
  ['h2c offered, and another request behind it', `POST / HTTP/1.1\r\n${host}${h2c}${sized}${next}`],
  ['h2c offered behind another request', `${next}POST / HTTP/1.1\r\n${host}${h2c}${sized}`],
  [
    'h2c offered twice on a connection',
    `POST / HTTP/1.1\r\n${host}${h2c}${chunked}POST / HTTP/1.1\r\n${host}${h2c}${chunked}`,
  ],
  [
    'TLS offered with a body',
    `POST / HTTP/1.1\r\n${host}Connection: upgrade\r\nUpgrade: TLS/1.2, HTTP/1.1\r\n${sized}`,
  ],
  ['a WebSocket offered', `GET / HTTP/1.1\r\n${host}${webSocket}\r\n`],
  ['a WebSocket offered with a body', `POST / HTTP/1.1\r\n${host}${webSocket}${sized}`],
  ['a WebSocket offered with a body in chunks', `POST / HTTP/1.1\r\n${host}${webSocket}${chunked}`],
  ['a WebSocket offered, and another request behind it', `GET / HTTP/1.1\r\n${host}${webSocket}\r\n${next}`],
  [
    'a protocol of the site offered with a body',
    `POST / HTTP/1.1\r\n${host}Connection: keep-alive, Upgrade\r\nUpgrade: shop/2\r\n${sized}`,
  ],
  ['Upgrade that Connection does not name', `POST / HTTP/1.1\r\n${host}Upgrade: h2c\r\n${sized}`],
]

const isAnswered = (heard: string): boolean => heard.includes('yes')

/** Answers that keep to RFC 9112, and whose fields are easily lost. */
const answers: [name: string, request: string, answer: string][] = [
  [
    'a trailer that was announced',
    next,
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\nyes\r\n0\r\nX-Sum: 7\r\n\r\n',
  ],
  [
    'a 426 with what it asks to switch to',
    next,
    'HTTP/1.1 426 Upgrade Required\r\nUpgrade: shop/2, TLS/1.2\r\nConnection: Upgrade\r\nContent-Length: 3\r\n\r\nyes',
  ],
  [
    'a 426 to an offer',
    `POST / HTTP/1.1\r\n${host}${h2c}${sized}`,
    'HTTP/1.1 426 Upgrade Required\r\nUpgrade: shop/2\r\nConnection: Upgrade\r\nContent-Length: 3\r\n\r\nyes',
  ],
  [
    '200 KB of cookies',
    next,
    `HTTP/1.1 200 OK\r\n${Array.from({ length: 50 }, (_, at) => `Set-Cookie: c${at}=${'v'.repeat(4000)}\r\n`).join('')}Content-Length: 3\r\n\r\nyes`,
  ],
  [
    '40 KB of cookies to an offer',
    `GET / HTTP/1.1\r\n${host}${webSocket}\r\n`,
    `HTTP/1.1 200 OK\r\n${Array.from({ length: 10 }, (_, at) => `Set-Cookie: c${at}=${'v'.repeat(4000)}\r\n`).join('')}Content-Length: 3\r\n\r\nyes`,
  ],
  [
    'colons and blanks in values',
    next,
    'HTTP/1.1 200 It is: so\r\nX-A: a : b\r\nX-B: c\td\r\nContent-Length: 3\r\n\r\nyes',
  ],
]

const two = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes'

/** Answers that break RFC 9112 in ways that browsers and curl take, each beside its right spelling. */
const odd: [name: string, spelled: string, answer: string][] = [
  [
    'a length said twice',
    two,
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\ncontent-length: 3\r\n\r\nyes'.replace('content-length', 'Content-length'),
  ],
  ['a length said twice in one field', two, 'HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n\r\nyes'],
  [
    'a folded field',
    'HTTP/1.1 200 OK\r\nX-A: a b c\r\nContent-Length: 3\r\n\r\nyes',
    'HTTP/1.1 200 OK\r\nX-A: a\r\n b\r\n\tc\r\nContent-Length: 3\r\n\r\nyes',
  ],
  ['lines that end in a line feed alone', two, 'HTTP/1.1 200 OK\nContent-Length: 3\n\nyes'],
  [
    'lines of both ends',
    'HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 3\r\n\r\nyes',
    'HTTP/1.1 200 OK\r\nX-A: 1\nContent-Length: 3\r\n\nyes',
  ],
  [
    'a blank before a colon',
    'HTTP/1.1 200 OK\r\nPragma: no-cache\r\nContent-Length: 3\r\n\r\nyes',
    'HTTP/1.1 200 OK\r\nPragma : no-cache\r\nContent-Length: 3\r\n\r\nyes',
  ],
  [
    'line feeds alone on a connection that is kept',
    two,
    'HTTP/1.1 200 OK\nConnection: keep-alive\nContent-Length: 3\n\nyes',
  ],
]

/** A client and Sosie could disagree about where these end. */
const ambiguous: [name: string, answer: string][] = [
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 30\r\n\r\nyes'],
  ['two lengths in one field', 'HTTP/1.1 200 OK\r\nContent-Length: 3, 30\r\n\r\nyes'],
  ['two lengths with line feeds alone', 'HTTP/1.1 200 OK\nContent-Length: 3\nContent-Length: 30\n\nyes'],
  ['a length that is folded', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n 0\r\n\r\nyes'],
  [
    'a length beside chunks',
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nyes\r\n0\r\n\r\n',
  ],
  [
    'a length beside chunks that are folded',
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding:\r\n chunked\r\n\r\n3\r\nyes\r\n0\r\n\r\n',
  ],
  [
    'a length beside chunks with a blank before the colon',
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding : chunked\r\n\r\n3\r\nyes\r\n0\r\n\r\n',
  ],
  ['a head that begins with a fold', 'HTTP/1.1 200 OK\r\n X-A: 1\r\nContent-Length: 3\r\n\r\nyes'],
  ['a line that is no field', 'HTTP/1.1 200 OK\r\nno field\r\nContent-Length: 3\r\n\r\nyes'],
  ['a body without a head', 'no answer of HTTP'],
]

describe.each(forwarderNames)('%s', (name) => {
  test.each(requests)('%s: legacy and the client hear the same as without Sosie', async (_, ...parts) => {
    const legacy = await legacyThat(answering(ok))
    const sosie = await sosieBefore(legacy, name)
    const count = parts.join('').split(/(?:GET|POST|PUT|PATCH|DELETE) \S+ HTTP/).length - 1
    const isOver = (heard: string): boolean => heard.split('yes').length > count
    // Told to go on by Sosie, where legacy would not say so.
    const answered = (text: string): Message[] => answersIn(text.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, ''))

    const direct = answered(await converse(legacy.url, parts, isOver))
    const heardDirectly = requestsIn(legacy.heard())
    const through = answered(await converse(sosie.url, parts, isOver))
    expect(heardDirectly).toHaveLength(count)
    expect(requestsIn(legacy.heard())).toEqual(heardDirectly)
    expect(through).toEqual(direct)
    expect([sosie.pairs.length, sosie.unmirrorable]).toEqual([count, []]) // each of them mirrored
  })

  test('a whole URL as target: legacy hears its path, and its host, which stands above `Host`, as do mirrored legs', async () => {
    const legacy = await legacyThat(answering(ok))
    const sosie = await sosieBefore(legacy, name)
    await converse(
      sosie.url,
      ['GET http://shop.example:81/a?b HTTP/1.1\r\nHost: other.example\r\nX-A: 1\r\n\r\n'],
      isAnswered,
    )
    const [heard] = requestsIn(legacy.heard())
    expect(heard).toEqual({
      line: 'GET /a?b HTTP/1.1',
      fields: ['X-A: 1'],
      placed: ['host: shop.example:81'],
      body: '',
    })
    const { target, headers } = sosie.pairs[0]?.request ?? {}
    expect([target, headers?.filter(([field]) => /^host$/i.test(field))]).toEqual([
      '/a?b',
      [['Host', 'shop.example:81']],
    ])
  })

  test.each([
    ['413', '413 Content Too Large', ''],
    ['401', '401 Unauthorized', ''],
    ['413 to one that offers h2c', '413 Content Too Large', h2c],
    ['413 to one that offers a WebSocket', '413 Content Too Large', webSocket],
  ])(
    'a body that legacy refuses half-way, %s: the client hears it, and half a body is never mirrored',
    async (_, status, offer) => {
      const refusal = `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nConnection: close\r\n\r\nyes`
      const legacy = await legacyThat(refusing(refusal))
      const sosie = await sosieBefore(legacy, name)
      const parts = [
        `POST /up HTTP/1.1\r\n${host}${offer}Content-Length: 2000000\r\n\r\n`,
        ...Array<string>(8).fill('x'.repeat(100_000)),
      ]
      const direct = answersIn(await converse(legacy.url, parts, isAnswered))
      const through = answersIn(await converse(sosie.url, parts, isAnswered))
      expect(through).toEqual(direct)
      expect([sosie.pairs, sosie.unmirrorable]).toEqual([[], ['body-incomplete']])
    },
  )

  test('a body that the client breaks off is never mirrored', async () => {
    const legacy = await legacyThat(answering(ok))
    const sosie = await sosieBefore(legacy, name)
    const parts = [`POST /up HTTP/1.1\r\n${host}Content-Length: 100\r\n\r\nhalf`, '', '']
    await converse(sosie.url, parts, () => false, 60)
    await untilTrue(() => sosie.unmirrorable.length > 0)
    expect([sosie.pairs, sosie.unmirrorable]).toEqual([[], ['body-incomplete']])
  })

  test.each([
    ['a WebSocket', webSocket, 'websocket'],
    ['a protocol of the site', 'Connection: Upgrade\r\nUpgrade: shop/2\r\n', 'shop/2'],
  ])('%s that legacy takes: from its 101 on every byte of both sides passes', async (_, offer, protocol) => {
    const taken = `HTTP/1.1 101 Switching Protocols\r\nX-A: 1\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\nfirst`
    const legacy = await legacyThat((socket, heard) => {
      if (heard.startsWith('GET')) return socket.write(taken)
      return socket.write(`echo ${heard}`, 'latin1')
    })
    const sosie = await sosieBefore(legacy, name)
    const parts = [`GET /ws HTTP/1.1\r\n${host}${offer}\r\n`, '', everyByte, '', 'GET / HTTP/1.1\r\n\r\n']
    const isOver = (heard: string): boolean => heard.includes('echo GET')
    const direct = await converse(legacy.url, parts, isOver)
    const through = await converse(sosie.url, parts, isOver)
    expect(through).toBe(direct)
    expect([sosie.pairs, sosie.unmirrorable]).toEqual([[], ['upgrade']])
  })

  test.each(answers)('%s reaches the client as legacy sent it', async (_, request, answer) => {
    const legacy = await legacyThat(answering(answer))
    const sosie = await sosieBefore(legacy, name)
    const direct = answersIn(await converse(legacy.url, [request], isAnswered))
    const through = answersIn(await converse(sosie.url, [request], isAnswered))
    expect(through).toEqual(direct)
    expect(sosie.pairs[0]?.legacy.response?.complete).toBe(true)
  })

  test.each(odd)('%s reaches the client as if it were spelled well', async (_, spelled, answer) => {
    const legacy = await legacyThat(answering(answer))
    const sosie = await sosieBefore(legacy, name)
    const through = answersIn(await converse(sosie.url, [next], isAnswered))
    expect(through).toEqual(answersIn(spelled))
    expect(answersIn(await converse(sosie.url, [next], isAnswered))).toEqual(through)
    expect(sosie.pairs.map(({ legacy: { response } }) => response?.complete)).toEqual([true, true])
  })

  test('an odd answer that comes byte by byte is read as one that comes at once', async () => {
    const legacy = await legacyThat((socket, heard) => {
      if (!heard.includes('\r\n\r\n')) return false
      void sayByteByByte(
        socket,
        'HTTP/1.1 103 Early Hints\nLink: </a>\n\nHTTP/1.1 200 OK\nX-A: a\n b\nContent-Length: 3\n\nyes',
      )
      return true
    })
    const sosie = await sosieBefore(legacy, name)
    const through = await converse(sosie.url, [next], isAnswered)
    expect(answersIn(through.slice(through.indexOf('HTTP/1.1 200')))).toEqual(
      answersIn('HTTP/1.1 200 OK\r\nX-A: a b\r\nContent-Length: 3\r\n\r\nyes'),
    )
  })

  test('a connection that answered oddly is not used again: what it says more is nobody\u2019s answer', async () => {
    const legacy = await legacyThat(
      answering(`HTTP/1.1 200 OK\nContent-Length: 3\n\nyesHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes`),
    )
    const sosie = await sosieBefore(legacy, name)
    const both = [await converse(sosie.url, [next], isAnswered), await converse(sosie.url, [next], isAnswered)]
    expect(both.map(answersIn)).toEqual([answersIn(two), answersIn(two)])
    expect(legacy.connections()).toBe(2)
  })

  test.each(ambiguous)('%s stays refused: it would be read in two ways', async (_, answer) => {
    const legacy = await legacyThat(answering(answer))
    const sosie = await sosieBefore(legacy, name)
    const heard = await converse(sosie.url, [next], (text) => text.includes('Bad Gateway\n'))
    expect(heard).toMatch(/^HTTP\/1\.1 502 /)
    expect(sosie.pairs[0]?.legacy.failure).toEqual({ kind: 'malformed', during: 'headers' })
  })
})

async function sayByteByByte(socket: Socket, text: string): Promise<void> {
  for (const byte of text) {
    socket.write(byte, 'latin1')
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function untilTrue(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}
