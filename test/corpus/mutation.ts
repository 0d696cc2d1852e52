/** What a browser does not show: names of end tags and comments. */
const meaningless = /<\/[^>]*>|<!--.*?-->/gs

/** Places of letters and digits that mean something. */
export function tellingPlaces(text: string): number[] {
  const blank = text.replace(meaningless, (piece) => ' '.repeat(piece.length))
  return [...blank.matchAll(/[a-z0-9]/g)].map(({ index }) => index)
}

export function withAnotherLetter(text: string, at: number): string {
  const letter = text[at] ?? ''
  const other = letter === 'z' ? 'y' : letter === '9' ? '8' : String.fromCharCode(letter.charCodeAt(0) + 1)
  return text.slice(0, at) + other + text.slice(at + 1)
}
