import type { Fact } from '../facts.js'
import { SosieError } from '../../base/errors.js'
import type { DatabaseSession } from '../../probe/session.js'

/** What the readers of one server need. */
export interface Reading {
  /** As a person calls it in a message. */
  readonly side: 'legacy' | 'candidate'
  readonly session: DatabaseSession
  /** That the DSN names; undefined where it names none, or none that the account may use. */
  readonly schema: string | undefined
  /** Why there is no schema to read. */
  readonly noSchema: string
  /** Ctrl-C: what is not read yet stays unread. */
  readonly stop: Stop
  readonly tell: (progress: string) => void
}

/** A person's wish to end it now. */
export interface Stop {
  readonly asked: () => boolean
  readonly whenAsked: Promise<void>
}

/** A fact, or the server's words why it cannot be read. @throws UNREACHABLE where the connection broke. */
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

/** A fact of the schema that the DSN names. */
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

/** True where the connection is gone with the error. mysql2 says so on its errors. */
function isFatal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'fatal' in error && error.fatal === true
}

/** MySQL's number of an error; 0 for what is none of MySQL's. */
export function errnoOf(error: unknown): number {
  const errno = typeof error === 'object' && error !== null && 'errno' in error ? error.errno : undefined
  return typeof errno === 'number' && !isFatal(error) ? errno : 0
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
