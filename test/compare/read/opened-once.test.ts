import * as zlib from 'node:zlib'
import { expect, jest, test } from '@jest/globals'

const opened: string[] = []
const counted =
  (name: 'unzipSync' | 'brotliDecompressSync' | 'inflateSync' | 'inflateRawSync') =>
  (...call: Parameters<typeof zlib.unzipSync>) => {
    opened.push(name)
    return zlib[name](...call)
  }
jest.unstable_mockModule('node:zlib', () => ({
  ...zlib,
  unzipSync: counted('unzipSync'),
  brotliDecompressSync: counted('brotliDecompressSync'),
  inflateSync: counted('inflateSync'),
  inflateRawSync: counted('inflateRawSync'),
}))
// What is imported before the counter stands would open bodies uncounted.
const { aBody, aPair, aRequest } = await import('../../support/factories.js')
const { readPair } = await import('../../../src/compare/read/pair.js')
const { judgeRead } = await import('../../../src/diagnose/judge.js')
const { redactorFor } = await import('../../../src/redact/redact.js')
const { knowledge } = await import('../../support/knowledge.js')
const { unmirroredWrites } = await import('../../../src/diagnose/unpaired/unmirrored-writes.js')
const { countedByControl } = await import('../../../src/diagnose/unpaired/counted-by-control.js')
const { dataApart } = await import('../../../src/diagnose/unpaired/data-apart.js')

const compressed = (text: string) => ({
  bytes: zlib.gzipSync(text),
  headers: [
    ['Content-Type', 'text/html; charset=utf-8'],
    ['Content-Encoding', 'gzip'],
  ] as const,
})

test('each body of a controlled pair is opened once, whoever reads it', () => {
  const form = zlib.gzipSync('name=Anna&password=hunter2-secret')
  const request = aRequest({
    headers: [
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Content-Encoding', 'gzip'],
    ],
    body: aBody(form),
  })
  const pair = aPair({
    request,
    legacy: { response: compressed('<p>Anna, 3 visits</p>') },
    candidate: { response: compressed('<p>Warning: hunter2-secret in /srv/a.php on line 3</p>') },
    control: { response: compressed('<p>Anna, 4 visits</p>') },
  })
  const unmirrored = unmirroredWrites()
  const body = Buffer.from('text=a long enough value')
  unmirrored.took({
    method: 'POST',
    target: '/save',
    headers: request.headers,
    body,
    answer: [],
    receivedAt: 0,
    tables: [],
  })
  const apart = dataApart({ unmirrored, counted: countedByControl() })

  const read = readPair(pair)
  const judgement = judgeRead(read, { ...knowledge, dataApart: apart })
  const clean = redactorFor(Buffer.alloc(16, 7), []).pair(pair, judgement, read)

  expect(judgement.verdict).toBe('mismatch')
  expect(zlib.gunzipSync(clean.pair.candidate.response?.body.bytes ?? '').toString()).not.toContain('hunter2')
  expect(opened).toEqual(['unzipSync', 'unzipSync', 'unzipSync', 'unzipSync'])
})
