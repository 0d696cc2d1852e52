/**
 * White space as browsers lay it out (CSS Text 3 §4.1, `white-space: normal`): a run of it is one space, there is none at the edges of a
 * block, and between inline elements it is seen. A space belongs to the text behind it, so that `a <b>b</b>` and `a<b> b</b>` are the same,
 * and `a<b>b</b>` is not.
 */
export interface InlineFlow {
  /** The text as it is seen; empty for what is not. */
  text(value: string): string
  /** The flow that an element's content belongs to: this one, or one of its own. */
  enter(name: string): InlineFlow
  leave(name: string): void
}

export function inlineFlow(): InlineFlow {
  /** Something stands before in the same line; a space was seen behind it. */
  let [begun, spaced] = [false, false]
  const end = (): void => {
    begun = false
    spaced = false
  }
  const flow: InlineFlow = {
    text(value) {
      const words = collapsed(value)
      if (words === '') {
        spaced ||= begun && value !== ''
        return ''
      }
      const first = begun && (spaced || isSpace(value.charCodeAt(0))) ? ' ' : ''
      begun = true
      spaced = isSpace(value.charCodeAt(value.length - 1))
      return first + words
    },
    enter(name) {
      if (isInline(name)) return flow
      if (!unseen.has(name) && !atomic.has(name)) end()
      return inlineFlow()
    },
    leave(name) {
      if (isInline(name) || unseen.has(name)) return
      end()
      begun = atomic.has(name)
    },
  }
  return flow
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
