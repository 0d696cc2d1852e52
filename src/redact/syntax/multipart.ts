import { fieldsBehind, indexOrEnd, type Syntax } from './syntax.js'

/** A multipart form (RFC 7578 §4). */
export const multipart: Syntax = {
  fits: (text) => text.includes('form-data'),
  fields: (text) =>
    fieldsBehind(
      text,
      /; ?name="([^"\r\n]{1,80})"[^\r\n]{0,100}\r\n(?:content-[^\r\n]{1,100}\r\n){0,3}\r\n/gi,
      ([, name = '']) => name,
      (at) => [{ start: at, end: indexOrEnd(text, '\r\n--', at), bare: false }],
    ),
  read: (value) => value,
}
