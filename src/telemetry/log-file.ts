import { constants } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'

export interface LogFileListener {
  /** Called once when the file accepts nothing more, until it does again. */
  readonly failed: (reason: string) => void
  /** Called when it accepts lines again. @param lost lines since it failed. */
  readonly recovered: (lost: number) => void
}

/** A file that lines are appended to. Nobody waits for it; lines that it does not accept are dropped and counted. */
export interface LogFile {
  readonly write: (line: string) => void
  /** Opens the path again, because log rotation has moved the file away. */
  readonly reopen: () => void
  /** Returns the number of lines dropped so far. */
  readonly lost: () => number
  /** Waits a bounded time for pending lines, without retries, then closes the file. */
  close(): Promise<void>
}

/** Size of the lines that may wait for the disk, counted in characters. */
const roomBytes = 1024 * 1024
/** Milliseconds without another attempt after a failure. */
const retryMs = 1000

/** Milliseconds that closing waits for a disk that does not respond. */
const closeMs = 500

/** O_NONBLOCK makes a pipe that has no reader, or is full, fail at once instead of blocking a thread. */
const appending = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK
const ownerOnly = 0o600

/** Opens the file. The caller reports an error now, the listener reports every later one. */
export async function openLogFile(path: string, listener: LogFileListener): Promise<LogFile> {
  let handle: FileHandle | undefined = await open(path, appending, ownerOnly)
  let waiting: string[] = []
  let waitingBytes = 0
  let lost = 0
  let lostBefore = 0
  /** When it last failed; undefined while it works. */
  let failedAt: number | undefined
  /** True when the last line reached the disk only in part. */
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

  /** Returns the file at the path, reopened if it was moved away, deleted, or failed. */
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
