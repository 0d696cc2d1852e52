/**
 * Collapses white space as browsers lay it out (CSS Text 3 §4.1, `white-space: normal`): a run is one space, there is none at the edges of a
 * block, and between inline elements it is visible. A space belongs to the text after it, so that `a <b>b</b>` equals `a<b> b</b>`, but not
 * `a<b>b</b>`. It is a class because a page has one flow for each of its blocks.
 */
export class InlineFlow {
  /** True when the line already holds something. */
  private begun = false
  /** True when white space follows what the line holds. */
  private spaced = false

  /** Returns the text as it is displayed; empty if it is not. */
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

  /** Returns the flow that an element's content belongs to: this one or a new one. */
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

/** Elements that are part of a line, together with their content. */
const inline = new Set(
  (
    'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike strong sub sup time ' +
    'tt u var wbr'
  ).split(' '),
)
/** Elements that are part of a line as a whole, like a letter. */
const atomic = new Set(
  'audio button canvas embed iframe img input math meter object picture progress select svg textarea video'.split(' '),
)
/** Elements that are not displayed and do not affect the line. */
const unseen = new Set(['script', 'style', 'template', 'noscript', 'link', 'meta', 'datalist'])

/** True for inline elements; custom elements, whose names have a hyphen, are inline. */
function isInline(name: string): boolean {
  return inline.has(name) || name.includes('-')
}

/** True for white space of HTML, to which the no-break space does not belong. */
function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b)
}

/** Replaces each run of white space with one space and trims the ends. Most texts need neither. */
export function collapsed(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && isSpace(text.charCodeAt(start))) start += 1
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1
  const trimmed = end - start === text.length ? text : text.slice(start, end)
  return /[\t\r\n\f]| {2}/.test(trimmed) ? trimmed.replace(/[ \t\r\n\f]+/g, ' ') : trimmed
}
