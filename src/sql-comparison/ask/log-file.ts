import { createReadStream, type ReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { SosieError } from '../../base/errors.js'
import type { LogEntry } from '../../sql/log/entry.js'
import { readLog, type LogKind } from '../../sql/log/read.js'

/** A MySQL log that is read once, from its beginning, in bounded memory. */
export interface LogFile {
  /**
   * Hands over one entry after another, and waits whenever `take` returns a promise. Resolves with what was wrong with the end of the
   * file, if anything; rejects with SOSIE_E_NOT_READABLE when the file is not a log.
   *
   * @param more Called after each piece of the file: false ends the reading.
   */
  read(take: (entry: LogEntry) => Promise<void> | undefined, more: () => boolean): Promise<string | undefined>
  kind(): LogKind | undefined
  /** Share of the file read so far, 0 to 1. */
  share(): number
}

/** Bytes read at a time. Strings of larger pieces would skip the heap's young generation, where short-lived objects are cheap. */
const pieceBytes = 64 * 1024

/** Opens a log. @param file Slow or general log, gzipped or not. */
export async function openLogFile(file: string): Promise<LogFile> {
  const { size, packed } = await lookAt(file)
  let waiting: LogEntry[] = []
  const log = readLog((entry) => void waiting.push(entry))
  let raw: ReadStream | undefined

  const handOver = async (take: (entry: LogEntry) => Promise<void> | undefined): Promise<void> => {
    const entries = waiting
    waiting = []
    for (const entry of entries) {
      const room = take(entry)
      if (room !== undefined) await room
    }
  }
  return {
    async read(take, more) {
      raw = createReadStream(file, { highWaterMark: pieceBytes })
      let complaint: string | undefined
      try {
        for await (const piece of bytesOf(raw, packed)) {
          log.take(piece as Buffer)
          if (log.hopeless()) throw noLog(file)
          await handOver(take)
          if (!more()) return undefined
        }
      } catch (error) {
        if (error instanceof SosieError) throw error
        complaint = `${file} cannot be read past line ${log.lines()}: ${error instanceof Error ? error.message : String(error)}.`
      } finally {
        raw.destroy()
      }
      log.end()
      if (log.kind() === undefined) throw noLog(file)
      await handOver(take)
      return complaint
    },
    kind: () => log.kind(),
    share: () => (size === 0 ? 1 : Math.min(1, (raw?.bytesRead ?? 0) / size)),
  }
}

function bytesOf(raw: ReadStream, packed: boolean): Readable {
  if (!packed) return raw
  const plain = createGunzip()
  raw.once('error', (error) => plain.destroy(error))
  return raw.pipe(plain)
}

async function lookAt(file: string): Promise<{ size: number; packed: boolean }> {
  try {
    const handle = await open(file)
    try {
      const { size } = await handle.stat()
      const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0)
      return { size, packed: buffer.readUInt16BE(0) === 0x1f8b }
    } finally {
      await handle.close()
    }
  } catch (cause) {
    throw new SosieError('SOSIE_E_NOT_READABLE', `${file} cannot be read. Give a slow or general log of MySQL.`, {
      cause,
    })
  }
}

function noLog(file: string): SosieError {
  const text = `${file} is no slow log and no general log of MySQL: no line begins with "# User@Host:", or with a thread's number and "Query".`
  return new SosieError('SOSIE_E_NOT_READABLE', text)
}
