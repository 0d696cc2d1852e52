import { MIMEType } from 'node:util'
import iconv from 'iconv-lite'
import { headerOf, type Headers } from '../../model/http.js'

/** Returns the charset of a body's text on the wire, by its Content-Type; UTF-8 if that names none that is known. */
export function charsetOf(headers: Headers): string {
  const named = charsetIn(headerOf(headers, 'content-type') ?? '')
  return named !== undefined && iconv.encodingExists(named) ? named : 'utf-8'
}

function charsetIn(contentType: string): string | undefined {
  try {
    return new MIMEType(contentType).params.get('charset') ?? undefined
  } catch {
    return undefined
  }
}
