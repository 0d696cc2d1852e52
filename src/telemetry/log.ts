import { dirname } from 'node:path'
import { pino, destination, type Logger } from 'pino'
import { SosieError } from '../errors.js'
import { makeFolder } from '../folders.js'

/** What a line of the log is about; the rest of the line is fields. */
export type LogEvent = 'listening' | 'fault' | 'finding' | 'breaker' | 'paused' | 'resumed' | 'certificate' | 'ended'

/**
 * The structured log: one JSON object a line with `level`, `time` (ISO 8601), `event` and `msg`. Events only, never one
 * for each request: the live path writes nothing.
 *
 * @param file appended to.
 */
export function openLog(file: string): Logger {
  try {
    makeFolder(dirname(file))
  } catch (cause) {
    throw new SosieError('SOSIE_E_NOT_WRITABLE', `The log ${file} cannot be written. Choose another with --log.`, {
      cause,
    })
  }
  return pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    destination({ dest: file, sync: false, append: true }),
  )
}
