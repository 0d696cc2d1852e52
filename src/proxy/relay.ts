import type { IncomingMessage } from 'node:http'
import type { LiveAnswer } from './live-answer.js'

/** Writes legacy's answer, as Node's client reads it, to the client. */
export function relay(source: IncomingMessage, answer: LiveAnswer): void {
  try {
    answer.head(source.statusCode ?? 502, source.statusMessage ?? '', source.rawHeaders)
  } catch {
    source.destroy() // a head that cannot be written, such as a reason phrase with control characters
    return answer.fail({ kind: 'malformed', during: 'headers' })
  }
  source.on('data', (chunk: Buffer) => {
    if (!answer.data(chunk)) source.pause()
  })
  source.on('end', () => answer.end(source.rawTrailers))
  source.on('close', () => {
    if (!source.complete) answer.fail({ kind: 'reset', during: 'body' })
  })
}
