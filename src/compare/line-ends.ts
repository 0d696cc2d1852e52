/** Media types whose formats or readers treat all line ends alike, and a last line with or without one. */
const anyLineEnd =
  /^(?:|text\/(?:plain|html|css|markdown|yaml|event-stream|(?:x-)?(?:java|ecma)script)|application\/(?:(?:x-)?(?:java|ecma)script|(?:x-)?yaml|.*(?:json|jsonl|xml)))$/

/** True when clients of a media type see how lines end: calendars, cards and messages require CR LF, patches and shell scripts LF alone. */
export function seesLineEnds(mediaType: string): boolean {
  return !anyLineEnd.test(mediaType)
}
