/** Matches the beginning of an entry in PHP's error log: `[12-Jan-2026 10:11:12 Europe/Paris] `. */
const entryStart = /^\[\d{2}-[A-Z][a-z]{2}-\d{4} \d{2}:\d{2}:\d{2}[^\]]*\] /gm

/** Splits a piece of PHP's error log into entries without their dates; an entry may have many lines (a stack trace). */
export function logEntriesOf(text: string): string[] {
  const starts = [...text.matchAll(entryStart)]
  const beforeFirst = text.slice(0, starts[0]?.index ?? text.length).trim()
  const entries = starts.map((start, index) =>
    text.slice(start.index + start[0].length, starts[index + 1]?.index ?? text.length).trimEnd(),
  )
  return beforeFirst === '' ? entries : [beforeFirst, ...entries]
}
