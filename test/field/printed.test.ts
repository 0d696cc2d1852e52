import { describe, expect, test } from '@jest/globals'
import type { Headers } from '../../src/model/http.js'
import type { Pair } from '../../src/model/pair.js'
import { aPair, type AnAnswer } from '../support/factories.js'
import { heard, seen } from '../support/heard.js'

const pairOf = (legacy: AnAnswer, candidate: AnAnswer, route = 'GET /'): Pair =>
  aPair({ route, legacy: { response: legacy }, candidate: { response: candidate } })

const message = 'Undefined array key "sort"'
const where = '/srv/www/lib/list.php'
/** As PHP prints it with html_errors, without, and as handlers of old applications write it. */
const layouts = {
  html: `<br />\n<b>Warning</b>:  ${message} in <b>${where}</b> on line <b>12</b><br />\n`,
  plain: `\nWarning: ${message} in ${where} on line 12\n`,
  handler: `<b>Warning</b>: ${message} in <b>${where}</b> on line <b>12</b><br>`,
}
const page = (title: string, printed = ''): string =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1>${printed}<p>Goods</p></body></html>`
const words = `php-undefined-var-key signature: Warning printed in list.php:12: ${message}`

describe.each(Object.entries(layouts))('a message that is printed into pages (%s)', (_, printed) => {
  test('is one finding for all pages that show it, wherever it stands', () => {
    const pairs = Array.from({ length: 40 }, (_each, index) => {
      const before = page(`Page ${index}`)
      return pairOf(
        { html: before },
        { html: index % 2 === 0 ? page(`Page ${index}`, printed) : `${printed}${before}` },
        `GET /page${index}.php`,
      )
    })
    expect([...new Set(pairs.flatMap(heard))]).toEqual([`major ${words}`])
    expect(new Set(pairs.flatMap(seen).map(({ key }) => key)).size).toBe(1)
  })

  test('explains a cookie, a redirect and a status that were not set any more', () => {
    const cookie: Headers = [['Set-Cookie', 'sid=a8f3k2m9x1q7; HttpOnly']]
    const sent = `<b>Warning</b>: Cannot modify header information - headers already sent by (output started at ${where}:12) in <b>/srv/www/go.php</b> on line <b>30</b><br>`
    const redirect = pairOf(
      { status: 302, headers: [...cookie, ['Location', '/done']] },
      { html: `${printed}${sent}` },
      'POST /go.php',
    )
    expect(heard(redirect)).toEqual([`critical ${words}`])
    expect(seen(redirect)[0]?.evidence['effects']).toEqual(
      expect.arrayContaining(['status 302 not set', 'redirect lost', 'cookie sid lost']),
    )
    const gone = pairOf({ status: 404, html: page('Not here') }, { html: `${printed}${page('Not here')}` })
    expect(heard(gone)).toEqual([`critical ${words}`])
  })

  test('explains JSON that nobody can read any more', () => {
    const broken = pairOf({ json: { total: 3 } }, { html: `${printed}{"total":3}` }, 'GET /total.php')
    expect(heard(broken)).toEqual([`critical ${words}`])
    expect(seen(broken)[0]?.evidence['effects']).toContain('the document cannot be read any more')
  })

  test('explains no price that is another, and no header field that is lost behind a page that had begun', () => {
    const [before, after] = [page('Price 12.50'), page('Price 12', printed)]
    const both = pairOf({ html: before, headers: [['X-Frame-Options', 'DENY']] }, { html: after })
    expect(heard(both)).toEqual([
      `major ${words}`,
      expect.stringMatching(/unexplained none: Header x-frame-options/i),
      expect.stringMatching(/unexplained none: Other content/),
    ])
  })
})

test('a message that legacy prints at the same line, in the words of its PHP, is no regression', () => {
  const notice = `<br />\n<b>Notice</b>:  Undefined index: sort in <b>/home/old/lib/list.php</b> on line <b>12</b><br />\n`
  const both = pairOf({ html: page('A', notice) }, { html: page('A', layouts.html) })
  expect(heard(both)).toEqual([
    `minor php-undefined-var-key signature: Was printed already, in other words: Warning printed in list.php:12: ${message}`,
  ])
})

test('two lines that print are two findings, and what follows is told with the first', () => {
  const other = layouts.handler.replace('12', '40')
  const two = pairOf({ html: page('A') }, { html: page('A', layouts.handler + other) })
  expect(heard(two)).toEqual([`major ${words}`, `minor ${words.replace(':12', ':40')}`])
})

test('what legacy logs of the same line is told as shown on the candidate only', () => {
  const log = [`PHP Notice:  Undefined index: sort in /home/old/lib/list.php on line 12`]
  const pair = aPair({
    legacy: { response: { html: page('A') } },
    control: { response: { html: page('A') }, log },
    candidate: { response: { html: page('A', layouts.html) } },
  })
  expect(seen(pair)[0]?.evidence['hint']).toMatch(/display_errors/)
})
