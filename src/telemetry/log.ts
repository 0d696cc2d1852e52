import { dirname } from 'node:path'
import { pino, type Logger } from 'pino'
import { SosieError } from '../base/errors.js'
import { makeFolder } from '../base/folders.js'
import { openLogFile, type LogFile } from './log-file.js'

/** What a line of the log is about; the rest of the line is fields. A test checks that docs/operations.md names each. */
export const logEvents = [
  'listening',
  'fault',
  'recovered',
  'recording-lost',
  'stack-down',
  'stack-up',
  'finding',
  'paused',
  'resumed',
  'certificate',
  'log-gap',
  'log-unread',
  'ended',
] as const
export type LogEvent = (typeof logEvents)[number]

const levels: Readonly<Partial<Record<LogEvent, 'warn' | 'error'>>> = {
  fault: 'error',
  'recording-lost': 'error',
  'stack-down': 'warn',
  'log-gap': 'warn',
  'log-unread': 'warn',
}

export interface Log {
  readonly write: (event: LogEvent, fields: object, message: string) => void
  /** Writes to the file at the path from now on, because it was rotated. */
  readonly reopen: () => void
  /** Returns the number of lines that the file did not accept. */
  readonly lost: () => number
  close(): Promise<void>
}

/**
 * Opens the structured log: one JSON object per line with `level`, `time` (ISO 8601), `event` and `msg`. It contains events only, never a
 * line per request: the live path writes nothing.
 *
 * @param file appended to.
 * @param tell tells people once that the log cannot be written, and once that it can again, because the log itself cannot.
 */
export async function openLog(file: string, tell: (sentence: string) => void): Promise<Log> {
  const opened = await openedOrRefused(file, {
    failed: (reason) =>
      tell(`The log ${file} cannot be written: ${reason}. Its lines are dropped and counted until it can.`),
    recovered(lost) {
      const gap = `The log can be written again; ${lost} lines before this one were lost.`
      tell(gap)
      logger.warn({ event: 'log-gap' satisfies LogEvent, lost }, gap)
    },
  })
  const logger: Logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    opened,
  )
  return {
    write: (event, fields, message) => logger[levels[event] ?? 'info']({ ...fields, event }, message),
    reopen: opened.reopen,
    lost: opened.lost,
    close: () => opened.close(),
  }
}

async function openedOrRefused(...[file, listener]: Parameters<typeof openLogFile>): Promise<LogFile> {
  try {
    makeFolder(dirname(file))
    return await openLogFile(file, listener)
  } catch (cause) {
    const why = (cause as { code?: unknown }).code === 'EISDIR' ? ': it is a folder' : ''
    throw new SosieError(
      'SOSIE_E_NOT_WRITABLE',
      `The log ${file} cannot be written${why}. Choose another with --log.`,
      {
        cause,
      },
    )
  }
}
