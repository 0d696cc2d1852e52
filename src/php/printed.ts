import { levels, readDiagnostic, type Level, type PhpDiagnostic } from './diagnostic.js'

/** What PHP, or a handler that writes as PHP does, printed into a page. */
export interface Printed {
  readonly diagnostic: PhpDiagnostic
  /** Range in the page, with markup and line break. */
  readonly from: number
  readonly to: number
}

interface Form {
  readonly begins: RegExp
  /** Returns where the message ends in the text after its beginning; undefined if it was no message. */
  readonly wordsEnd: (text: string) => number | undefined
  /** Matches what belongs to it after the message. */
  readonly rest: RegExp
  readonly read: (words: string) => string
}

const level = `(?:PHP )?(${levels.join('|')})`
const xdebugsTable = String.raw`<table class=['"]xdebug-error[^>]*>\s*<tr><th[^>]*><span[^>]*>\( ! \)</span>`

const forms: readonly Form[] = [
  {
    begins: new RegExp(`(?:<br ?/?>\\s?)?<b>${level}</b>:\\s`, 'g'),
    wordsEnd: endOf(/ in <b>[^<\n]+<\/b> on line <b>\d+<\/b>/),
    rest: /(?:<br ?\/?>)?\n?/y,
    read: withoutMarkup,
  },
  {
    begins: new RegExp(String.raw`(?:<br ?/?>\s?)?(?:<font[^>]*>)?${xdebugsTable} ${level}:\s`, 'g'),
    wordsEnd: endOf(/ on line <i>\d+<\/i>/),
    rest: /[^]{0,60000}?<\/table>(?:<\/font>)?\n?/y,
    read: withoutMarkup,
  },
  {
    // html_errors=0
    begins: new RegExp(`(?<=^|\\n)${level}:\\s`, 'g'),
    wordsEnd: endOfPlain,
    rest: /\n?/y,
    read: (words) => words,
  },
]

/** Returns what PHP printed, in the order of the page. */
export function printedIn(page: string): Printed[] {
  if (!page.includes(' on line ')) return []
  const found = forms.flatMap((form) => printedAs(form, page)).sort((one, other) => one.from - other.from)
  let end = 0
  return found.flatMap(({ diagnostic, from, to }) => {
    if (to <= end) return [] // part of the one before
    // The break after one may have been matched as the break before the next.
    const one = { diagnostic, from: Math.max(from, end), to }
    end = to
    return [one]
  })
}

function printedAs({ begins, wordsEnd, rest, read }: Form, page: string): Printed[] {
  const starts = [...page.matchAll(begins)]
  return starts.flatMap((start, index) => {
    const wordsAt = start.index + start[0].length
    const next = starts[index + 1]?.index ?? page.length
    const end = wordsEnd(page.slice(wordsAt, next))
    if (end === undefined) return []
    const words = read(page.slice(wordsAt, wordsAt + end)).trimStart()
    rest.lastIndex = wordsAt + end
    const to = wordsAt + end + (rest.exec(page)?.[0].length ?? 0)
    return [{ diagnostic: readDiagnostic(start[1] as Level, words), from: start.index, to }]
  })
}

function endOf(place: RegExp): (text: string) => number | undefined {
  return (text) => {
    const found = place.exec(text)
    return found === null ? undefined : found.index + found[0].length
  }
}

/** Returns where a plain message ends. An uncaught error ends with where it was thrown; its message and trace may hold other places. */
function endOfPlain(text: string): number | undefined {
  const thrown = text.startsWith('Uncaught ') ? Math.max(0, text.indexOf('\n  thrown in ')) : 0
  for (const { 0: words, index } of text.slice(thrown).matchAll(/ on line \d+(?=[ \t]*(?:<|\r?\n|$))/g)) {
    const line = text.slice(text.lastIndexOf('\n', thrown + index) + 1, thrown + index)
    if (/ in \S*[/\\.]/.test(line)) return thrown + index + words.length
  }
  return undefined
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#039': "'", '#39': "'" }

function withoutMarkup(words: string): string {
  return words
    .replaceAll(/<\/?(?:b|i|a)(?: [^>]*)?>/g, '')
    .replaceAll(/&(lt|gt|amp|quot|#0?39);/g, (_, name: string) => entities[name] ?? '')
}
