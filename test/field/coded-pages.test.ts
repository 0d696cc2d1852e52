import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import iconv from 'iconv-lite'
import type { Pair } from '../../src/model/pair.js'
import { aPair, type AnAnswer } from '../support/factories.js'
import { seen } from '../support/heard.js'

/** Browsers ask for compressed pages, and old sites are written in Latin-1: what PHP says in them is read all the same. */
const codings: Record<string, (page: Buffer) => { readonly bytes: Uint8Array; readonly field?: string }> = {
  identity: (page) => ({ bytes: page }),
  gzip: (page) => ({ bytes: gzipSync(page), field: 'gzip' }),
  br: (page) => ({ bytes: brotliCompressSync(page), field: 'br' }),
  deflate: (page) => ({ bytes: deflateSync(page), field: 'deflate' }),
  'gzip, br': (page) => ({ bytes: brotliCompressSync(gzipSync(page)), field: 'gzip, br' }),
  'a wrong header': (page) => ({ bytes: page, field: 'gzip' }),
  'a header of another coding': (page) => ({ bytes: gzipSync(page), field: 'br' }),
  'a cut gzip stream': (page) => ({ bytes: cut(gzipSync(page)), field: 'gzip' }),
  'a cut br stream': (page) => ({ bytes: cut(brotliCompressSync(page)), field: 'br' }),
}
const cut = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, bytes.byteLength - 300)

/** More than a compressor makes small, so that the cut falls behind what PHP said. */
const goods = Array.from({ length: 400 }, (_, n) => `<li>n° ${(n * 7919) % 1009}: pâté à ${(n * 104729) % 997} F</li>`)
const page = (said = ''): string =>
  `<html><head><title>Été</title></head><body>${said}<ul>${goods.join('\n')}</ul></body></html>`
const place = '/srv/boutique/prix.php'

const texts: Record<string, { readonly said: string; readonly cause: string }> = {
  'a division by zero': {
    said: `<br />\n<b>Fatal error</b>:  Uncaught DivisionByZeroError: Division by zero in ${place}:12\nStack trace:\n#0 {main}\n  thrown in <b>${place}</b> on line <b>12</b><br />\n`,
    cause: 'php-division-by-zero',
  },
  'an uncaught error': {
    said: `<br />\n<b>Fatal error</b>:  Uncaught TypeError: count(): Argument #1 ($value) must be of type Countable|array, null given in ${place}:12\nStack trace:\n#0 {main}\n  thrown in <b>${place}</b> on line <b>12</b><br />\n`,
    cause: 'php-count-null',
  },
  'an error in the words of a handler': {
    said: `<p>Erreur à la page : Uncaught Error: Call to undefined function each() in ${place}:12</p>`,
    cause: 'php-removed-functions',
  },
  'a printed warning': {
    said: `<br />\n<b>Warning</b>:  Undefined array key "été" in <b>${place}</b> on line <b>12</b><br />\n`,
    cause: 'php-undefined-var-key',
  },
}

function answer(text: string, coding: string, charset: string, declared: boolean): AnAnswer {
  const { bytes, field } = codings[coding]?.(iconv.encode(text, charset)) ?? { bytes: Buffer.alloc(0) }
  const type = declared ? `text/html; charset=${charset}` : 'text/html'
  return {
    bytes,
    headers: [['Content-Type', type], ...(field === undefined ? [] : [['Content-Encoding', field] as const])],
  }
}

const charsets = ['utf-8', 'latin1', 'windows-1252'].flatMap((charset) => [
  { charset, declared: true },
  { charset, declared: false },
])
const cells = Object.keys(texts).flatMap((text) =>
  charsets.flatMap((of) => Object.keys(codings).map((coding) => ({ text, coding, ...of }))),
)

describe('what PHP says in a page is the same finding, however the page is coded', () => {
  test.each(cells)('$text: $coding, $charset, declared: $declared', ({ text, coding, charset, declared }) => {
    const { said, cause } = texts[text] ?? { said: '', cause: '' }
    const before = /wrong|another|cut/.test(coding) ? 'identity' : coding
    const pair: Pair = aPair({
      legacy: { response: answer(page(), before, charset, declared) },
      candidate: { response: answer(page(said), coding, charset, declared) },
    })
    expect(seen(pair)).toContainEqual(
      expect.objectContaining({
        cause,
        proof: 'signature',
        evidence: expect.objectContaining({ file: place, line: 12 }),
      }),
    )
  })
})
