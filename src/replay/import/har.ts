import iconv from 'iconv-lite'
import { z } from 'zod'
import { noBody, type Body, type Headers, type Request } from '../../model/http.js'
import { charsetOf } from '../scenario/charset.js'
import { whole } from '../scenario/answer.js'
import type { Seen, SeenResponse } from '../making/seen.js'
import { harEntries } from './har-json.js'
import type { Importer, Skip } from './importer.js'
import { webSocketReason } from './selection.js'

/** Some programs write null for what is absent, and text for numbers. */
const text = z.string().catch('')
const fields = z.array(z.looseObject({ name: text, value: text })).catch([])

/** The parts of an entry that are read (HTTP Archive 1.2, http://www.softwareishard.com/blog/har-12-spec/). */
const entry = z.looseObject({
  startedDateTime: text,
  time: z.number().catch(-1),
  request: z.looseObject({
    method: z.string(),
    url: z.string(),
    headers: fields,
    cookies: fields,
    postData: z
      .looseObject({
        mimeType: text,
        text: z.string().optional().catch(undefined),
        encoding: text,
        params: z
          .array(z.looseObject({ name: text, value: text, fileName: z.string().optional().catch(undefined) }))
          .catch([]),
      })
      .optional()
      .catch(undefined),
  }),
  response: z
    .looseObject({
      status: z.number().int().catch(0),
      headers: fields,
      cookies: fields,
      content: z
        .looseObject({
          size: z.number().catch(-1),
          mimeType: text,
          text: z.string().optional().catch(undefined),
          encoding: text,
        })
        .catch({ size: -1, mimeType: '', encoding: '' }),
    })
    .optional()
    .catch(undefined),
})

type Entry = z.output<typeof entry>
type Posted = NonNullable<Entry['request']['postData']>

export const har: Importer = {
  name: 'har',
  about: 'HAR of a browser (Chrome, Firefox, Safari) or a proxy (Charles, mitmproxy)',
  // HAR does not allow UTF-16, and the user is told so when the file is read.
  recognises: (start) => /^\ufeff?\s*\{|^\ufffd\ufffd\0?\{/.test(start),
  async *read(chunks, skip) {
    let before = 0
    for await (const { value, index } of harEntries(chunks)) {
      const seen = seenIn(value, `entry ${index + 1}`, before, skip)
      if (seen === undefined) continue
      before = seen.request.receivedAt
      yield seen
    }
  },
}

/** @param before when the previous entry began, for entries that do not say when they did. */
function seenIn(value: unknown, where: string, before: number, skip: Skip): Seen | undefined {
  const { data } = entry.safeParse(value)
  if (data === undefined) return (skip('entries without a request', where), undefined)
  const { request, response, startedDateTime, time } = data
  if (/^wss?:/i.test(request.url)) return (skip(webSocketReason, where), undefined)
  const [, host, path = ''] = /^https?:\/\/(?:[^/?#@]*@)?([^/?#]+)([^#]*)/i.exec(request.url) ?? []
  if (host === undefined) return (skip('entries that are no HTTP (data:, blob:, extensions)', where), undefined)
  if (!/^[A-Z][A-Z-]*$/.test(request.method) || request.method === 'CONNECT')
    return (skip('entries whose method is none', where), undefined)
  if (response === undefined || response.status === 0)
    return (skip('entries without an answer (blocked, or cut short)', where), undefined)
  const headers = headersOf(request.headers, request.cookies, host)
  const body = request.postData === undefined ? noBody : postedBody(request.postData, headers)
  if (body === undefined) return (skip('entries whose upload the HAR does not hold', where), undefined)
  const began = Date.parse(startedDateTime)
  const asked: Request = {
    id: where,
    method: request.method,
    target: path.startsWith('/') ? path : `/${path}`,
    headers: contentTyped(headers, request.postData?.mimeType),
    body,
    receivedAt: Number.isNaN(began) ? before : began,
  }
  return {
    request: asked,
    ...(time > 0 ? { ms: time } : {}),
    // A replay asks without conditions: what the browser had kept is not what the server would say.
    ...(response.status === 304 ? {} : { response: responseOf(response, request.method) }),
  }
}

/**
 * Completes header fields: HTTP/2 has `:authority` in place of Host, and some dialects keep cookies only in a list of
 * their own.
 */
function headersOf(listed: Entry['request']['headers'], cookies: Entry['request']['cookies'], host: string): Headers {
  const headers = listed.map(({ name, value }): [string, string] => [name, value])
  const has = (wanted: string): boolean => headers.some(([name]) => name.toLowerCase() === wanted)
  const sent = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  return [
    ...(has('host') ? [] : [['Host', host] as const]),
    ...headers,
    ...(has('cookie') || sent === '' ? [] : [['Cookie', sent] as const]),
  ]
}

function contentTyped(headers: Headers, type: string | undefined): Headers {
  const has = headers.some(([name]) => name.toLowerCase() === 'content-type')
  return has || type === undefined || type === '' ? headers : [...headers, ['Content-Type', type]]
}

/** Returns the body of a request; undefined if a file was sent that the HAR does not hold. */
function postedBody(posted: Posted, headers: Headers): Body | undefined {
  const { text: sent, encoding, params, mimeType } = posted
  if (sent !== undefined && sent !== '') {
    if (encoding === 'base64') return whole(Buffer.from(sent, 'base64'))
    return whole(iconv.encode(withoutHead(sent, mimeType), charsetOf(contentTyped(headers, mimeType))))
  }
  if (params.length === 0) return noBody
  if (/^multipart/i.test(mimeType)) return undefined
  const pairs = params.map(({ name, value }): [string, string] => [decoded(name), decoded(value)])
  return whole(Buffer.from(new URLSearchParams(pairs).toString()))
}

/** Removes the header fields of the upload, which Firefox once wrote before a form. */
function withoutHead(sent: string, mimeType: string): string {
  return /^content-(?:type|length):/i.test(sent) && /urlencoded/i.test(mimeType)
    ? sent.slice(sent.indexOf('\r\n\r\n') + 4)
    : sent
}

/** Decodes a parameter of a form; Chrome lists them encoded. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '))
  } catch {
    return value
  }
}

function responseOf(
  { status, headers: listed, cookies, content }: NonNullable<Entry['response']>,
  method: string,
): SeenResponse {
  // Firefox puts several Set-Cookie fields into one value, one per line. The content is decoded, so no field may name a coding.
  const headers = listed
    .flatMap(({ name, value }) => value.split('\n').map((line): [string, string] => [name, line]))
    .filter(([name]) => !/^(?:content-encoding|transfer-encoding|:.*)$/i.test(name))
  const sets = headers.some(([name]) => name.toLowerCase() === 'set-cookie')
  const given = sets ? [] : cookies.map(({ name, value }): [string, string] => ['Set-Cookie', `${name}=${value}`])
  const all = contentTyped([...headers, ...given], content.text === undefined ? undefined : content.mimeType)
  const body = bodyOf(content, all, method)
  return { status, headers: all, ...(body === undefined ? {} : { body }) }
}

/** Returns the body of an answer; undefined unless the HAR holds all of it: browsers drop large ones, and those of redirects. */
function bodyOf(
  { text: sent, encoding, size }: NonNullable<Entry['response']>['content'],
  headers: Headers,
  method: string,
): Body | undefined {
  if (method === 'HEAD') return noBody
  if (sent === undefined) return size === 0 ? noBody : undefined
  const bytes = encoding === 'base64' ? Buffer.from(sent, 'base64') : iconv.encode(sent, charsetOf(headers))
  return bytes.length < size ? undefined : whole(bytes)
}
