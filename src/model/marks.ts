/** How a mark begins that stands for a secret; sixteen digits of its hash follow, and a bracket. */
export const markStart = '[hidden '

/** A whole mark. */
export const markPattern = /\[hidden [\da-f]{16}\]/g

/** A name with secrets in it, of a route or of a place in a page: it tells what all of its kind have in common. */
export function withoutMarks(name: string): string {
  return name.replace(markPattern, '{token}')
}

const markLength = '[hidden 0123456789abcdef]'.length

/** True within a mark: the digits of a hash are no card and no customer number. */
export function isInsideMark(text: string, start: number, end: number): boolean {
  // Only so far back as a mark is long: a search to the beginning would cost the length of the text each time.
  const from = Math.max(0, start - markLength + 1)
  const at = text.slice(from, start + markStart.length).lastIndexOf(markStart)
  return at !== -1 && end <= from + at + markLength && text[from + at + markLength - 1] === ']'
}
