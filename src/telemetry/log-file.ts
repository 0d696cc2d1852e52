import { constants } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'

export interface LogFileListener {
  /** The file takes nothing more: told once, until it takes lines again. */
  readonly failed: (reason: string) => void
  /** It takes lines again. @param lost lines since it failed. */
  readonly recovered: (lost: number) => void
}

/** A file that lines are appended to: never waited for, and what it does not take is dropped and counted. */
export interface LogFile {
  readonly write: (line: string) => void
  /** Opens the path again: whoever rotates logs has moved the file away. */
  readonly reopen: () => void
  /** Lines that were dropped so far. */
  readonly lost: () => number
  /** Writes what waits, once. */
  close(): Promise<void>
}

/** Bytes of lines that may wait for the disk. */
const roomBytes = 1024 * 1024
/** Milliseconds for which a file that failed is left alone. */
const retryMs = 1000

/** Milliseconds that a close waits for a disk that does not answer. */
const closeMs = 500

/** A pipe without a reader, or a full one, answers at once in place of holding a thread. */
const appending = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK
const ownerOnly = 0o600

/** Opens the file; a failure now is the caller's to tell, every later one is the listener's. */
export async function openLogFile(path: string, listener: LogFileListener): Promise<LogFile> {
  let handle: FileHandle | undefined = await open(path, appending, ownerOnly)
  let waiting: string[] = []
  let waitingBytes = 0
  let lost = 0
  let lostBefore = 0
  /** When it failed last; undefined while it works. */
  let failedAt: number | undefined
  /** The last line reached the disk in part. */
  let cutOff = false
  let asked = false
  let writing: Promise<void> | undefined

  const drop = (lines: number): void => void (lost += lines)

  const openAgain = async (): Promise<FileHandle> => {
    await handle?.close().catch(() => undefined)
    handle = undefined
    handle = await open(path, appending, ownerOnly)
    return handle
  }

  /** The file under its name: another one when it was moved away, deleted, or failed. */
  const current = async (): Promise<FileHandle> => {
    if (handle === undefined || asked || failedAt !== undefined) {
      asked = false
      return openAgain()
    }
    return (await isStillAt(path, handle)) ? handle : openAgain()
  }

  const writeLines = async (lines: readonly string[]): Promise<void> => {
    const file = await current()
    const bytes = Buffer.from(`${cutOff ? '\n' : ''}${lines.join('')}`)
    let written = 0
    try {
      while (written < bytes.length) written += (await file.write(bytes, written)).bytesWritten
      cutOff = false
    } catch (error) {
      cutOff = written > 0 && bytes[written - 1] !== newline
      throw error
    }
  }

  const failed = (error: unknown, lines: number): void => {
    drop(lines)
    const isNews = failedAt === undefined
    failedAt = performance.now()
    if (!isNews) return
    lostBefore = lost - lines
    listener.failed(error instanceof Error ? error.message : String(error))
  }

  const writeWaiting = async (): Promise<void> => {
    while (waiting.length > 0) {
      const lines = waiting
      waiting = []
      waitingBytes = 0
      try {
        await writeLines(lines)
        if (failedAt === undefined) continue
        failedAt = undefined
        listener.recovered(lost - lostBefore)
      } catch (error) {
        failed(error, lines.length)
      }
    }
  }

  return {
    write(line) {
      const isLeftAlone = failedAt !== undefined && performance.now() - failedAt < retryMs
      if (isLeftAlone || waitingBytes > roomBytes) {
        drop(1)
        return
      }
      waiting.push(line)
      waitingBytes += line.length
      writing ??= writeWaiting().finally(() => (writing = undefined))
    },
    reopen: () => void (asked = true),
    lost: () => lost,
    async close() {
      await Promise.race([writing, wait(closeMs, undefined, { ref: false })])
      await handle?.close().catch(() => undefined)
    },
  }
}

const newline = 0x0a

async function isStillAt(path: string, handle: FileHandle): Promise<boolean> {
  const [named, held] = await Promise.all([stat(path).catch(() => undefined), handle.stat()])
  return named?.ino === held.ino && named.dev === held.dev
}
