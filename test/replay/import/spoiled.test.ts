import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isSosieError } from '../../../src/base/errors.js'
import { aHar, anEntry } from '../../support/a-har.js'
import { failing } from '../../support/importing.js'

const samples: Record<string, string> = {
  har: aHar([
    anEntry({ text: '<p>é</p>' }),
    anEntry({ method: 'POST', post: { mimeType: 'application/x-www-form-urlencoded', text: 'a=1&password=x' } }),
  ]),
  gor: '1 a 1777888999000000000\nGET / HTTP/1.1\r\nHost: a\r\n\r\n\n🐵🙈🙉\n2 a 1777888999000000000 5\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi\n🐵🙈🙉\n',
  'access-log': '192.0.2.1 - - [04/May/2026:12:00:00 +0200] "GET /a HTTP/1.1" 200 5 "-" "x"\n',
}

const spoil = fc.record({
  at: fc.nat(),
  take: fc.nat(30),
  put: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc.constantFrom('"', '{', ']', '\\u0000', '\r\n', '${a', '\ud83d', '__proto__').map((text) => Buffer.from(text)),
  ),
  cut: fc.boolean(),
})

test.each(Object.keys(samples))(
  '%s: whatever befalls a file, it is imported whole, or refused in a sentence and nothing is left',
  async (from) => {
    const sample = Buffer.from(samples[from] ?? '')
    await fc.assert(
      fc.asyncProperty(spoil, async ({ at, take, put, cut }) => {
        const start = at % sample.length
        const content = Buffer.concat([
          sample.subarray(0, start),
          put,
          cut ? Buffer.alloc(0) : sample.subarray(start + take),
        ])
        const { error, left } = await failing(content, { from })
        if (error === undefined) expect(left).toContain('out.yaml')
        else {
          expect(isSosieError(error) ? error.code : error).toBe('SOSIE_E_NOT_READABLE')
          expect(left).toEqual([])
        }
      }),
      { numRuns: 80, interruptAfterTimeLimit: 20_000 },
    )
  },
)
