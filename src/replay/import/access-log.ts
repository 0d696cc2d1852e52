import { isUtf8 } from 'node:buffer'
import type { Headers } from '../../model/http.js'
import { noBody } from '../../model/http.js'
import type { Seen } from '../making/seen.js'
import { piecesBetween } from './chunks.js'
import { Unreadable, type Importer, type Skip } from './importer.js'

/**
 * Matches the combined format of nginx, Apache (optionally with the virtual host in front) and varnishncsa (with whole
 * URLs): `ADDRESS IDENT USER [TIME] "REQUEST" STATUS SIZE "REFERER" "USER AGENT"`. Without the last two, it is the
 * common format.
 */
const combined = new RegExp(
  [
    /^((?:\S+ )?\S+ \S+ .{1,200}?) \[([^\]]{1,40})\] /, // who, when
    /"((?:[^"\\]|\\.)*)" (\d{3}) (?:\d+|-)/, // what, how it went
    /(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)")?/, // referer, user agent
  ]
    .map(({ source }) => source)
    .join(''),
)

const maxLineLength = 1_000_000
/** Number of lines, none of them in the format, after which the file is taken for another kind. */
const maxStrangeLines = 100

/** Statuses that say nothing of the page: the browser had it, a part was sent, or nobody waited for it (nginx). */
const saysNothing = new Set([206, 304, 408, 499])

export const accessLog: Importer = {
  name: 'access-log',
  about: 'nginx, Apache or Varnish access log, combined format: its GET requests',
  recognises: (start) => start.split('\n', 20).some((line) => combined.test(line)),
  async *read(chunks, skip) {
    let [number, read] = [0, 0]
    for await (const { bytes } of piecesBetween(chunks, Buffer.from('\n'), maxLineLength)) {
      number += 1
      const line = lineText(bytes)
      if (line.trim() === '') continue
      const match = combined.exec(line)
      if (match === null) {
        skip('lines that are not in the combined format', `line ${number}`)
        if (read === 0 && number >= maxStrangeLines)
          throw new Unreadable(`is no access log: none of its first ${number} lines is in the combined format`)
        continue
      }
      read += 1
      const seen = seenIn(match, number, skip)
      if (seen !== undefined) yield seen
    }
    if (read === 0) throw new Unreadable(`is no access log: none of its ${number} lines is in the combined format`)
  },
}

/** Decodes a line; old programs log Latin-1. */
function lineText(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1').replace(/\r$/, '')
}

function seenIn(
  [, who = '', when = '', what = '', status = '', referer, agent]: RegExpExecArray,
  line: number,
  skip: Skip,
): Seen | undefined {
  const where = `line ${line}`
  const receivedAt = timeOf(when)
  if (Number.isNaN(receivedAt)) return (skip('lines whose time cannot be read', where), undefined)
  const request = /^([A-Z][A-Z-]*) (\S.*?)(?: HTTP\/\d(?:\.\d)?)?$/.exec(unescaped(what))
  if (request === null) return (skip('lines that hold no HTTP request', where), undefined)
  const [, method = '', target = ''] = request
  if (method !== 'GET') return (skip(`${method} requests: a log keeps no bodies`, where), undefined)
  const { host, path } = placeOf(target)
  if (path === undefined) return (skip('requests for no path', where), undefined)
  const { client, vhost } = whoIn(who)
  const headers: Headers = [
    ...field('Host', host ?? vhost),
    ...field('User-Agent', agent === undefined ? undefined : unescaped(agent)),
    ...field('Referer', referer === undefined ? undefined : unescaped(referer)),
  ]
  return {
    request: { id: where, method, target: path, headers, body: noBody, receivedAt },
    client,
    ...(saysNothing.has(Number(status)) ? {} : { response: { status: Number(status) } }),
  }
}

function field(name: string, value: string | undefined): Headers {
  return value === undefined || value === '-' || value === '' ? [] : [[name, value]]
}

/**
 * Reads address, ident and user; the virtual host may come first, with its port. The address may be a list: the client,
 * then proxies.
 */
function whoIn(who: string): { readonly client: string; readonly vhost: string | undefined } {
  const [first = '', second = '', third, fourth] = who.split(/(?<!,) /)
  const client = clientOf(second)
  const hasHost = third !== undefined && fourth !== undefined && isAddress(client)
  return hasHost ? { client, vhost: first.replace(/:\d+$/, '') } : { client: clientOf(first), vhost: undefined }
}

function clientOf(addresses: string): string {
  return addresses.split(',', 1)[0] ?? ''
}

function isAddress(text: string): boolean {
  return /^(?:\d{1,3}\.){3}\d{1,3}$|^[\da-f]*:[\da-f:.]+$/i.test(text)
}

/** Returns host and path of a whole URL, or just a path; neither for `*`. */
function placeOf(target: string): { readonly host?: string; readonly path?: string } {
  if (target.startsWith('/')) return { path: target }
  const [, host, path = ''] = /^https?:\/\/([^/?#\s]+)([^#]*)/i.exec(target) ?? []
  return host === undefined ? {} : { host, path: path.startsWith('/') ? path : `/${path}` }
}

/** Undoes `\"`, `\\` and `\xhh` of Apache, and `\xhh` of nginx: bytes, of which those above ASCII are UTF-8. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  const plain = text.replace(/((?:\\x[\da-f]{2})+)|\\(.)/gi, (_, bytes: string | undefined, other: string) =>
    bytes === undefined ? other : Buffer.from(bytes.replaceAll('\\x', ''), 'hex').toString('utf8'),
  )
  return plain.replace(/[\r\n\0]/g, ' ')
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** Parses `10/Oct/2000:13:55:36 -0700` to milliseconds since the epoch; NaN if it is no time. */
function timeOf(text: string): number {
  const [, day, month = '', year, clock, hours, minutes] =
    /^(\d{2})\/(\w{3})\/(\d{4}):([\d:]{8}) ([+-]\d{2})(\d{2})$/.exec(text) ?? []
  const number = String(months.indexOf(month) + 1).padStart(2, '0')
  return Date.parse(`${year ?? ''}-${number}-${day ?? ''}T${clock ?? ''}${hours ?? ''}:${minutes ?? ''}`)
}
