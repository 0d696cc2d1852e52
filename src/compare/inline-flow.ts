/**
 * White space as browsers lay it out (CSS Text 3 §4.1, `white-space: normal`): a run of it is one space, there is none at the edges of a
 * block, and between inline elements it is seen. A space belongs to the text behind it, so that `a <b>b</b>` and `a<b> b</b>` are the same,
 * and `a<b>b</b>` is not. A class, since a page has one for each of its blocks.
 */
export class InlineFlow {
  /** Something stands before in the same line. */
  private begun = false
  /** A space was seen behind it. */
  private spaced = false

  /** The text as it is seen; empty for what is not. */
  text(value: string): string {
    const words = collapsed(value)
    if (words === '') {
      this.spaced ||= this.begun && value !== ''
      return ''
    }
    const spaceBefore = this.begun && (this.spaced || isSpace(value.charCodeAt(0)))
    this.begun = true
    this.spaced = isSpace(value.charCodeAt(value.length - 1))
    return spaceBefore ? ` ${words}` : words
  }

  /** The flow that an element's content belongs to: this one, or one of its own. */
  enter(name: string): InlineFlow {
    if (isInline(name)) return this
    if (!unseen.has(name) && !atomic.has(name)) this.end()
    return new InlineFlow()
  }

  leave(name: string): void {
    if (isInline(name) || unseen.has(name)) return
    this.end()
    this.begun = atomic.has(name)
  }

  private end(): void {
    this.begun = false
    this.spaced = false
  }
}

/** Part of a line, with their content. */
const inline = new Set(
  (
    'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike strong sub sup time ' +
    'tt u var wbr'
  ).split(' '),
)
/** Part of a line as a whole, like a letter. */
const atomic = new Set(
  'audio button canvas embed iframe img input math meter object picture progress select svg textarea video'.split(' '),
)
/** Not to be seen, and nothing to a line. */
const unseen = new Set(['script', 'style', 'template', 'noscript', 'link', 'meta', 'datalist'])

/** An element that nobody knows is inline. */
function isInline(name: string): boolean {
  return inline.has(name) || name.includes('-')
}

/** White space of HTML: a space that does not break is none. */
function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b)
}

/** Runs of white space as one space, none at the ends. Most texts have neither. */
export function collapsed(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && isSpace(text.charCodeAt(start))) start += 1
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1
  const trimmed = end - start === text.length ? text : text.slice(start, end)
  return /[\t\r\n\f]| {2}/.test(trimmed) ? trimmed.replace(/[ \t\r\n\f]+/g, ' ') : trimmed
}
