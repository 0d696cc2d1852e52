/** Whose formats, or whose readers, take any line end for the same, and a last line with or without one. */
const anyLineEnd =
  /^(?:|text\/(?:plain|html|css|markdown|yaml|event-stream|(?:x-)?(?:java|ecma)script)|application\/(?:(?:x-)?(?:java|ecma)script|(?:x-)?yaml|.*(?:json|jsonl|xml)))$/

/** Whether a client of that media type sees how lines end: a calendar, a card or a message has CR LF by its format, a patch or a shell script works with LF alone. */
export function seesLineEnds(mediaType: string): boolean {
  return !anyLineEnd.test(mediaType)
}
