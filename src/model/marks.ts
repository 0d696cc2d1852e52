/** Start of a mark, which stands for a secret; sixteen hexadecimal digits of its hash and a bracket follow. */
export const markStart = '[hidden '

/** A whole mark. */
export const markPattern = /\[hidden [\da-f]{16}\]/g

/** Replaces the secrets in the name of a route or of a place in a page, so that all names of its kind become the same. */
export function withoutMarks(name: string): string {
  return name.replace(markPattern, '{token}')
}

const markLength = '[hidden 0123456789abcdef]'.length

/** True for a range inside a mark: the digits of its hash are neither a card nor a customer number. */
export function isInsideMark(text: string, start: number, end: number): boolean {
  // Searches back no further than a mark is long: a search from the start would cost the length of the text each time.
  const from = Math.max(0, start - markLength + 1)
  const at = text.slice(from, start + markStart.length).lastIndexOf(markStart)
  return at !== -1 && end <= from + at + markLength && text[from + at + markLength - 1] === ']'
}
