import type { Fact } from '../facts.js'
import { SosieError } from '../../base/errors.js'
import type { DatabaseSession } from '../../probe/session.js'

/** What the readers of one server need. */
export interface Reading {
  /** Name of the side in messages. */
  readonly side: 'legacy' | 'candidate'
  readonly session: DatabaseSession
  /** Schema that the DSN names; undefined when it names none, or one that the account may not use. */
  readonly schema: string | undefined
  /** Why there is no schema to read. */
  readonly noSchema: string
  /** Asked for by Ctrl-C: what has not been read yet stays unread. */
  readonly stop: Stop
  readonly tell: (progress: string) => void
}

/** A user's request to stop now. */
export interface Stop {
  readonly asked: () => boolean
  readonly whenAsked: Promise<void>
}

/** Reads a fact; when that fails, it is `unread` with the server's own message. @throws UNREACHABLE when the connection broke. */
export async function fact<Value>(reading: Reading, read: () => Promise<Value>): Promise<Fact<Value>> {
  if (reading.stop.asked()) return interrupted
  try {
    return await Promise.race([
      read().then((value) => ({ state: 'read', value }) as const),
      reading.stop.whenAsked.then(() => interrupted),
    ])
  } catch (error) {
    if (isFatal(error)) throw lost(reading.side, error)
    return { state: 'unread', why: messageOf(error) }
  }
}

/** Reads a fact of the schema that the DSN names; without one, the fact is `unread`. */
export function factOfSchema<Value>(
  reading: Reading,
  read: (session: DatabaseSession, schema: string) => Promise<Value>,
): Promise<Fact<Value>> {
  const { session, schema, noSchema } = reading
  if (schema === undefined) return Promise.resolve({ state: 'unread', why: noSchema })
  return fact(reading, () => read(session, schema))
}

const interrupted = { state: 'unread', why: 'ended by Ctrl-C before it was read' } as const

function lost(side: string, cause: unknown): SosieError {
  const text = `The ${side} database went away (${messageOf(cause)}). See that it runs, and ask again.`
  return new SosieError('SOSIE_E_UNREACHABLE', text, { cause })
}

/** True when the error also ended the connection; mysql2 marks such errors as fatal. */
function isFatal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'fatal' in error && error.fatal === true
}

/** Returns MySQL's error number; 0 when the error is not MySQL's or ended the connection. */
export function errnoOf(error: unknown): number {
  const errno = typeof error === 'object' && error !== null && 'errno' in error ? error.errno : undefined
  return typeof errno === 'number' && !isFatal(error) ? errno : 0
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
