import { dirname } from 'node:path'
import { pino, type Logger } from 'pino'
import { SosieError } from '../base/errors.js'
import { makeFolder } from '../base/folders.js'
import { openLogFile, type LogFile } from './log-file.js'

/** What a line of the log is about; the rest of the line is fields. docs/operations.md is tested to name each. */
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
  /** The file under its name is written from now on: it was rotated. */
  readonly reopen: () => void
  /** Lines that the file did not take. */
  readonly lost: () => number
  close(): Promise<void>
}

/**
 * The structured log: one JSON object a line with `level`, `time` (ISO 8601), `event` and `msg`. Events only, never one
 * for each request: the live path writes nothing.
 *
 * @param file appended to.
 * @param tell says to people that it cannot be written, once, and that it can again: the log cannot say it itself.
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
