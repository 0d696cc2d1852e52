import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { isFatal, type PhpDiagnostic } from '../../src/php/diagnostic.js'
import { readLog } from '../../src/php/log-words.js'
import { printedIn } from '../../src/php/printed.js'
import { logEntriesOf } from '../../src/tap/log/php-log.js'

/** What PHP 7.4 and 8.1 wrote in every setting, see lab/src/capture-php-errors.ts. */
interface Captured {
  readonly texts: readonly string[]
  readonly cases: readonly { page: string; php: '7.4' | '8.1'; from: string; log: number; answer: number }[]
}

/** What is right, by page. */
interface Label {
  /** Only this PHP says so. */
  readonly only?: string
  readonly kind: string
  readonly type?: string
  readonly message?: string
  readonly begins?: Readonly<Record<string, string>>
  readonly file: string
  readonly line: number
  readonly previous?: readonly [string, string, number][]
}

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
const { texts, cases } = read('captured.json') as Captured
const labels = read('../../lab/php-errors/labels.json') as Readonly<Record<string, Label>>

const settings = [...new Set(cases.map(({ from }) => from))]
const squeezed = (text: string): string => text.replaceAll(/\n+/g, '\n').trimEnd()

/** What cannot be there: php-fpm's notice and nginx keep 1 to 2 KB of a message, PHP 7.4 writes 1 KB of it. */
const isCutByWriter = (page: string, from: string): boolean =>
  page.startsWith('long') && (from.startsWith('notice') || from.startsWith('nginx'))

function expectRight(told: readonly PhpDiagnostic[], page: string, php: string, hasPlace: boolean): void {
  const label = labels[page] as Label
  const fatal = told.filter(isFatal)
  if (label.kind === 'none' || (label.only !== undefined && label.only !== php)) {
    expect(fatal).toEqual([])
    return
  }
  const [error] = fatal
  if (error === undefined) throw new Error('no error was read')
  expect(fatal).toHaveLength(1)
  if (label.type !== undefined) expect(error.type ?? error.level).toBe(label.type)
  if (label.message !== undefined) expect(squeezed(error.message)).toBe(squeezed(label.message))
  else expect(error.message).toMatch(new RegExp(`^${escaped(label.begins?.[php] ?? 'never')}`))
  const place = hasPlace ? { file: `/srv/www/${label.file}`, line: label.line } : { file: '', line: 0 }
  expect(error).toMatchObject(place)
  const previous = error.previous.map(({ type, message, line }) => [type, message, line])
  expect(previous).toEqual(label.previous ?? [])
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

describe.each(settings)('%s', (from) => {
  test('each error is read from the log, whole and with its place', () => {
    const failed = failures(from, ({ page, php, log }) => {
      const entries = logEntriesOf(texts[log] ?? '')
      expectRight(readLog(entries), page, php, !isCutByWriter(page, from))
    })
    expect(failed).toEqual([])
  })

  test('what a page shows of it says the same', () => {
    const failed = failures(from, ({ page, php, answer }) => {
      const printed = printedIn(texts[answer] ?? '').map(({ diagnostic }) => diagnostic)
      if (from.includes('display_errors=0')) expect(printed).toEqual([])
      else expectRight(printed, page, php, true)
    })
    expect(failed).toEqual([])
  })
})

/** Of all pages, so that one look shows what is not read. */
function failures(from: string, check: (one: Captured['cases'][number]) => void): string[] {
  return cases
    .filter((one) => one.from === from)
    .flatMap((one) => {
      try {
        check(one)
        return []
      } catch (error) {
        return [`${one.page} on ${one.php}: ${stripVTControlCharacters(String(error))}`]
      }
    })
}
