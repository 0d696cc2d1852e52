import iconv from 'iconv-lite'
import { noBody, type Body, type Headers, type Response } from '../../model/http.js'
import { charsetOf } from './charset.js'
import type { AnswerBody, FieldMap, RecordedAnswer } from './model.js'

/** Returns the bytes of a side file, by the path that the scenario names. */
export type ReadFile = (file: string) => Uint8Array

/**
 * Converts a recorded answer to an answer of legacy, without content coding. If the scenario keeps no body, it is
 * marked as truncated, and if it keeps no header fields, there are none: what is unknown may not be compared.
 */
export function responseOf({ status, headers, body }: RecordedAnswer, readFile: ReadFile): Response {
  const fields = headersOfMap(headers ?? {})
  const unknown = { ...noBody, truncated: true }
  return {
    status,
    headers: fields,
    body: body === undefined ? unknown : bodyOf(body, fields, readFile),
    complete: true,
  }
}

export function headersOfMap(fields: FieldMap): Headers {
  return Object.entries(fields).flatMap(([name, value]): Headers =>
    typeof value === 'string' ? [[name, value]] : value.map((each) => [name, each]),
  )
}

function bodyOf(body: AnswerBody, headers: Headers, readFile: ReadFile): Body {
  return whole(body.kind === 'file' ? readFile(body.file) : iconv.encode(body.text, charsetOf(headers)))
}

export function whole(bytes: Uint8Array): Body {
  return { bytes, size: bytes.byteLength, truncated: false }
}
