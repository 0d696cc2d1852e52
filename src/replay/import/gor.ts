import { noBody, type Request } from '../../model/http.js'
import type { Seen } from '../making/seen.js'
import { piecesBetween } from './chunks.js'
import { messageOf } from './http-message.js'
import { Unreadable, type Importer, type Skip } from './importer.js'

/** GoReplay's file format: pieces, each of them an HTTP message after a line `KIND ID TIMESTAMP LATENCY`. */
const separator = Buffer.from('\n🐵🙈🙉\n')
const head = /^([123]) ([\da-fA-F-]{1,64}) (\d{1,20})(?: -?\d{1,20})?$/

/** GoReplay itself cuts messages at 5 MB by default; no honest message has 64 MB. */
const maxPieceLength = 64 * 1024 * 1024
/** Maximum number of requests that wait for their answers; past it, the oldest goes on without one. */
const maxWaiting = 1000

export const gor: Importer = {
  name: 'gor',
  about: 'GoReplay .gor, with or without answers',
  recognises: (start) => head.test(start.split('\n', 1)[0] ?? ''),
  async *read(chunks, skip) {
    const waiting = new Map<string, Seen>()
    let first = true
    for await (const { bytes, at, ended } of piecesBetween(chunks, separator, maxPieceLength)) {
      const where = `byte ${at}`
      if (!ended) {
        if (bytes.toString('latin1').trim() !== '') skip('pieces that are cut off at the end of the file', where)
        continue
      }
      const end = bytes.indexOf('\n')
      const [, kind, id = '', time = ''] = head.exec(bytes.toString('latin1', 0, Math.max(0, end))) ?? []
      if (kind === undefined && first)
        throw new Unreadable('is no .gor file: at byte 0 there is no line as "1 ID TIMESTAMP"')
      first = false
      if (kind === undefined) skip('pieces without a line as "1 ID TIMESTAMP"', where)
      else if (kind === '1') {
        const seen = requestIn(bytes.subarray(end + 1), Number(time) / 1e6, where, skip)
        if (seen !== undefined) waiting.set(id, seen)
      } else if (kind === '2') {
        const asked = waiting.get(id)
        if (asked === undefined) skip('answers to no request', where)
        else yield answered(asked, bytes.subarray(end + 1), where, skip)
        waiting.delete(id)
      } else skip('answers of a stack that GoReplay replayed to', where)
      const [oldest] = waiting
      if (waiting.size > maxWaiting && oldest !== undefined) {
        yield oldest[1]
        waiting.delete(oldest[0])
      }
    }
    if (first) throw new Unreadable('is no .gor file: it holds not one whole piece')
    yield* waiting.values()
  },
}

function requestIn(bytes: Buffer, receivedAt: number, where: string, skip: Skip): Seen | undefined {
  const message = messageOf(bytes)
  const [, method, target = ''] = /^([A-Z][A-Z-]*) (\S+) HTTP/.exec(message?.line ?? '') ?? []
  const path = target.startsWith('/') ? target : /^https?:\/\/[^/?#]+(\/[^#]*)/i.exec(target)?.[1]
  if (message === undefined || method === undefined) return (skip('pieces that hold no HTTP message', where), undefined)
  if (path === undefined) return (skip('requests for no path', where), undefined)
  if (message.cut) return (skip('requests whose body is cut', where), undefined)
  const request: Request = {
    id: where,
    method,
    target: path,
    headers: message.headers,
    body: message.body.length === 0 ? noBody : { bytes: message.body, size: message.body.length, truncated: false },
    receivedAt,
  }
  return { request }
}

function answered(seen: Seen, bytes: Buffer, where: string, skip: Skip): Seen {
  const message = messageOf(bytes)
  const status = Number(/^HTTP\/\S+ (\d{3})/.exec(message?.line ?? '')?.[1])
  if (message === undefined || Number.isNaN(status)) return (skip('answers that are no HTTP message', where), seen)
  const { headers, body, cut } = message
  return {
    ...seen,
    response: { status, headers, ...(cut ? {} : { body: { bytes: body, size: body.length, truncated: false } }) },
  }
}
