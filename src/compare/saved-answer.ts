import type { Headers, Response } from '../model/http.js'

/** Separators between the header fields of a saved answer and its body. */
const endings = ['\r\n\r\n', '\n\n']

/**
 * Reads an answer that was saved in a file: whole, with a status line and header fields (RFC 9112 §2.1), or its body alone. undefined if the
 * header fields never end. Body and header fields are taken as they are, because the program that saved them has undone the chunked coding.
 *
 * @param mediaType type of the body; without it a body alone has no type, and its content decides how it is read.
 */
export function savedAnswer(bytes: Buffer, mediaType: string | undefined): Response | undefined {
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})\b/.exec(bytes.toString('latin1', 0, 20))?.[1]
  if (status === undefined) return answer(200, [], bytes, mediaType)
  const [end, ending] = endings
    .map((text) => [bytes.indexOf(text), text] as const)
    .filter(([at]) => at !== -1)
    .sort(([one], [other]) => one - other)[0] ?? [-1, '']
  if (end === -1) return undefined
  const fields = bytes.toString('latin1', 0, end).split(/\r?\n/).slice(1).flatMap(fieldOf)
  return answer(Number(status), fields, bytes.subarray(end + ending.length), mediaType)
}

function fieldOf(line: string): [string, string][] {
  const colon = line.indexOf(':')
  return colon === -1 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()]]
}

function answer(status: number, fields: Headers, bytes: Buffer, mediaType: string | undefined): Response {
  const typed = mediaType === undefined ? fields : withType(fields, mediaType)
  return { status, headers: typed, body: { bytes, size: bytes.length, truncated: false }, complete: true }
}

function withType(fields: Headers, mediaType: string): Headers {
  return [...fields.filter(([name]) => name.toLowerCase() !== 'content-type'), ['Content-Type', mediaType]]
}
