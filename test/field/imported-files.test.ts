import { describe, expect, test } from '@jest/globals'
import { aHar, anEntry } from '../support/a-har.js'
import { importing } from '../support/importing.js'
import { readLog } from '../../src/sql/log/read.js'

describe('a session whose login gave it another cookie stays one', () => {
  const asked = (id: number, cookie: string, post = ''): string =>
    [
      `1 a${id} ${1_777_888_999_000_000_000n + BigInt(id) * 1_000_000_000n}\n${post === '' ? 'GET' : 'POST'} /${id} HTTP/1.1`,
      'Host: shop.example',
      'User-Agent: Mozilla/5.0 Firefox/128.0',
      ...(cookie === '' ? [] : [`Cookie: PHPSESSID=${cookie}`]),
      ...(post === ''
        ? []
        : ['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${String(post.length)}`]),
      '',
      post,
    ].join('\r\n') + '\n🐵🙈🙉\n'
  const answered = (id: number, cookie?: string): string =>
    [
      `2 a${id} ${1_777_888_999_000_000_000n + BigInt(id) * 1_000_000_000n} 5\nHTTP/1.1 200 OK`,
      ...(cookie === undefined ? [] : [`Set-Cookie: PHPSESSID=${cookie}; path=/`]),
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n') + '\n🐵🙈🙉\n'
  const [before, after] = ['k3v9s0q2m1n4b5v6', 'p0o9i8u7y6t5r4e3']
  const sessionsOf = async (...pieces: readonly string[]): Promise<string[]> =>
    (await importing(pieces.join(''))).scenario.exchanges.map(({ target, session }) => `${target} ${session}`)

  test('where the file holds the answers', async () => {
    const pieces = [asked(1, before, 'p=1'), answered(1, after), asked(2, after), answered(2)]
    expect(await sessionsOf(...pieces)).toEqual(['/1 visitor', '/2 visitor'])
  })

  test('where it does not', async () => {
    const visit = [asked(1, ''), asked(2, before, 'p=1'), asked(3, after), asked(4, after, 'id=3'), asked(5, after)]
    expect(await sessionsOf(...visit)).toEqual(['/1', '/2', '/3', '/4', '/5'].map((target) => `${target} visitor`))
  })

  test.each([
    ['after a page', [asked(1, before), asked(2, after)]],
    ['after an answer that gave none', [asked(1, before, 'p=1'), answered(1), asked(2, after), answered(2)]],
    ['that comes later than the next request', [asked(1, before, 'p=1'), asked(2, before), asked(3, after)]],
  ])('but another cookie %s is somebody else', async (_, pieces) => {
    expect((await sessionsOf(...pieces)).at(-1)).toMatch(/ firefox-2$/)
  })
})

describe('a WebSocket is told for what it is, and the rest of the file is kept', () => {
  const headers = { Host: 'shop.example', Connection: 'Upgrade', Upgrade: 'websocket' }
  const answer = { Connection: 'Upgrade', Upgrade: 'websocket' }
  const messages = { _webSocketMessages: [{ type: 'send', time: 1.5, opcode: 1, data: 'hi' }] }

  test.each([
    ['under ws:', { ...anEntry({ url: 'ws://shop.example/chat', status: 0 }) }],
    ['under wss:, with its messages', { ...anEntry({ url: 'wss://shop.example/chat', status: 101 }), ...messages }],
    ['as an ordinary entry', anEntry({ url: 'https://shop.example/chat', headers, answer, status: 101 })],
    ['that was refused', anEntry({ url: 'https://shop.example/chat', headers, answer, status: 403 })],
  ])('%s', async (_, socket) => {
    const { scenario, summary } = await importing(
      aHar([anEntry({}), socket, anEntry({ url: 'http://shop.example/b' })]),
    )
    expect(scenario.exchanges.map(({ target }) => target)).toEqual(['/', '/b'])
    expect(summary.skipped).toEqual([
      { reason: 'WebSocket connections: a scenario replays requests and their answers', count: 1, first: 'entry 2' },
    ])
  })
})

test('of a list of addresses in an access log the first is the client, the rest are proxies', async () => {
  const line = (who: string, path: string): string =>
    `${who} - - [02/Aug/2023:22:39:31 +0000] "GET ${path} HTTP/1.1" 200 10 "-" "Mozilla/5.0 (X11) Firefox/9"\n`
  const { scenario, summary } = await importing(
    [
      line('203.0.113.6, 10.0.0.1', '/a'),
      line('203.0.113.6', '/b'),
      line('198.51.100.9, 172.16.0.4, 10.0.0.1', '/c'),
      line('198.51.100.9,10.0.0.2', '/d'),
      line('www.shop.example:443 2001:db8::1, 10.0.0.1', '/e'),
    ].join(''),
  )
  expect(scenario.exchanges.map(({ target, session }) => `${target} ${session}`)).toEqual([
    '/a firefox',
    '/b firefox',
    '/c firefox-2',
    '/d firefox-2',
    '/e firefox-3',
  ])
  expect(summary.skipped).toEqual([])
  expect(Object.values(scenario.sessions).map(({ headers }) => headers['host'])).toEqual([
    undefined,
    undefined,
    'www.shop.example',
  ])
})

describe('header lines of a slow log', () => {
  const entry = (added: string, sql: string): string =>
    `# User@Host: app[app] @ localhost []  Id:     3\n# Query_time: 0.0002  Lock_time: 0.0001 Rows_sent: 1  Rows_examined: 1\n${added}SET timestamp=1704067200;\n${sql};\n`

  const statementsOf = (log: string): string[] => {
    const statements: string[] = []
    const stream = readLog((each) => {
      if (each.kind === 'statement') statements.push(`${each.session}: ${each.sql}`)
    })
    stream.take(Buffer.from(log))
    stream.end()
    return statements
  }

  test.each([
    ["MariaDB's plans", '#\n# explain: id\tselect_type\ttable\n# explain: 1\tSIMPLE\tt\n#\n'],
    ["MariaDB's pages", '# Pages_accessed: 184  Pages_read: 95\n# Pages_read_time: 17.0204  Engine_time: 248.1297\n'],
    ["Percona Server's InnoDB", '#   InnoDB_IO_r_ops: 0  InnoDB_IO_r_bytes: 0  InnoDB_IO_r_wait: 0.000000\n'],
    ['a later server’s', '# Sunspots: 4\n#Moon: full\n'],
  ])('are no part of a statement: %s', (_, added) => {
    expect(statementsOf(entry(added, 'SELECT 1') + entry(added, 'SELECT 2'))).toEqual(['3: SELECT 1', '3: SELECT 2'])
  })

  test('a comment within a statement is none', () => {
    expect(statementsOf(entry('', 'SELECT 1,\n# Sunspots: 4\n2'))).toEqual(['3: SELECT 1,\n# Sunspots: 4\n2'])
  })
})
