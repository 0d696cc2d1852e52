import { expect, test } from '@jest/globals'
import { unmirroredWrites } from '../../../src/diagnose/unpaired/unmirrored-writes.js'
import type { UnmirroredWrite } from '../../../src/model/unmirrored-write.js'
import { aReadPair, aRequest, aStatement, type AnAnswer } from '../../support/factories.js'

const noon = Date.UTC(2026, 0, 2, 12)

function aWrite(over: Partial<UnmirroredWrite> = {}): UnmirroredWrite {
  return {
    method: 'POST',
    target: '/admin/save.php',
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    body: Buffer.from('title=Midsummer+fair+%26+market'),
    answer: [],
    receivedAt: noon,
    tables: [],
    ...over,
  }
}

function shownBy(write: UnmirroredWrite, target: string, legacy: AnAnswer, candidate: AnAnswer, at = noon + 1) {
  const writes = unmirroredWrites()
  writes.took(write)
  const request = aRequest({ target, receivedAt: at })
  return writes.shownBy(aReadPair({ request, legacy: { response: legacy }, candidate: { response: candidate } }))
}

test('a page that shows on legacy only what an unmirrored write sent is shown by that write', () => {
  const withIt = { html: '<ul><li>Midsummer fair &amp; market</li></ul>' }
  expect(shownBy(aWrite(), '/', withIt, { html: '<ul></ul>' })).toBe('POST /admin/save.php')
  expect(shownBy(aWrite(), '/', { json: ['Midsummer fair & market'] }, { json: [] })).toBe('POST /admin/save.php')
})

test('a page that shows nothing of it, or shows it on both sides, or came before it, differs by itself', () => {
  const withIt = { html: '<p>Midsummer fair &amp; market</p>' }
  expect(shownBy(aWrite(), '/', { html: '<p>a</p>' }, { html: '<p>b</p>' })).toBeUndefined()
  expect(shownBy(aWrite(), '/', { html: `${withIt.html}a` }, withIt)).toBeUndefined()
  expect(shownBy(aWrite(), '/', withIt, { html: '<p></p>' }, noon - 1)).toBeUndefined()
})

test('the page that a write led to is shown by it, but not the front page after a login', () => {
  const created = aWrite({ body: Buffer.from(''), answer: [['Location', 'page.php?id=12']] })
  const entered = aWrite({ body: Buffer.from(''), answer: [['Location', '/index.php']] })
  const [here, gone] = [{ html: '<h1>New</h1>' }, { status: 404, html: '<h1>Not found</h1>' }]
  expect(shownBy(created, '/admin/page.php?id=12', here, gone)).toBe('POST /admin/save.php')
  expect(shownBy(created, '/admin/page.php?id=13', here, gone)).toBeUndefined()
  expect(shownBy(entered, '/index.php', here, gone)).toBeUndefined()
})

test('a page that reads other rows of a table that a write is known to have written is shown by it', () => {
  const writes = unmirroredWrites()
  writes.took(aWrite({ body: Buffer.from('on=1'), tables: ['News'] }))
  const reads = (sql: string, rows: number) => [aStatement({ sql, rows })]
  const pairOf = (sql: string) =>
    aReadPair({
      request: aRequest({ receivedAt: noon + 1 }),
      control: { statements: reads(sql, 2) },
      candidate: { statements: reads(sql, 1) },
    })
  expect(writes.shownBy(pairOf('SELECT title FROM news WHERE shown = 1'))).toBe('POST /admin/save.php')
  expect(writes.shownBy(pairOf('SELECT name FROM places'))).toBeUndefined()
})
