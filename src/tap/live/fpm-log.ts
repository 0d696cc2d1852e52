import { open, stat, type FileHandle } from 'node:fs/promises'
import type { LogLine } from './story.js'

/** php-fpm's access log in the format made for this: `access.format = "%p %{REMOTE_PORT}e %{REQUEST_URI}e"`. */
export interface FpmLog {
  /** Reads what is new; resolves once it was reported. */
  read(): Promise<void>
  /** Checks whether the file was rotated. */
  check(): Promise<void>
  close(): Promise<void>
}

export interface FpmLogListener {
  line(line: LogLine): void
  /** Lines written up to this time may have been missed. */
  gap(at: number): void
  /** Reports something that the user must fix, in a sentence; each is reported once. */
  fault(message: string): void
}

/** php-fpm cuts nothing off, and nginx and Apache accept no longer targets than this. */
const maxLineLength = 64 * 1024

/**
 * Follows the log from its present end; a file that does not exist is followed once it does. Nothing here waits for the
 * disk, because the calling thread passes live connections on.
 */
export function followFpmLog(path: string, now: () => number, listener: FpmLogListener): FpmLog {
  const chunk = Buffer.allocUnsafe(64 * 1024)
  let file: FileHandle | undefined
  let position = 0
  let rest = ''
  /** True while reading a line that was too long to be kept: what comes up to the next line break belongs to it. */
  let isInLongLine = false
  /** Time up to which everything was read. */
  let readUntil = -Infinity

  const told = new Set<string>()
  const fault = (words: string): void => {
    if (!told.has(words))
      listener.fault(`${words}: without it only some live requests can be told apart. See docs/taps.md.`)
    told.add(words)
  }
  const unreadable = (error: unknown): void => {
    const { code, message } = error as NodeJS.ErrnoException
    fault(`legacy.tap.accessLog ${path} cannot be read (${code ?? message})`)
  }
  const openAtEnd = async (): Promise<void> => {
    const before = now()
    try {
      if (!(await stat(path)).isFile()) throw new Error('it is no file') // a pipe would be waited for, a folder cannot be read
      file = await open(path, 'r')
      position = (await file.stat()).size
    } catch (error) {
      await closeFile()
      unreadable(error)
    }
    ;[rest, isInLongLine, readUntil] = ['', false, before]
    listener.gap(now())
  }
  const closeFile = async (): Promise<void> => {
    const closing = file
    file = undefined
    await closing?.close()
  }
  const tell = (lines: readonly string[], by: number): void => {
    for (const text of lines) {
      const line = parsed(text)
      if (line !== undefined) listener.line({ ...line, after: readUntil, by })
      else fault(`legacy.tap.accessLog ${path} is not in the format that it needs, or PHP is told no REMOTE_PORT`)
    }
  }
  const take = (bytes: Buffer): void => {
    const lines = (rest + bytes.toString('latin1')).split('\n')
    rest = lines.pop() ?? ''
    if (isInLongLine && lines.length > 0) {
      lines.shift()
      isInLongLine = false
    }
    tell(lines, now())
    if (isInLongLine || rest.length > maxLineLength) [rest, isInLongLine] = ['', true]
  }
  const readNew = async (): Promise<void> => {
    for (let isMore = true; isMore && file !== undefined;) {
      const started = now()
      const { bytesRead } = await file.read(chunk, 0, chunk.length, position)
      position += bytesRead
      if (bytesRead > 0) take(chunk.subarray(0, bytesRead))
      isMore = bytesRead === chunk.length
      if (!isMore) readUntil = started
    }
  }
  const reopenRotated = async (): Promise<void> => {
    if (file !== undefined && (await isSame(file, path, position))) return
    await closeFile()
    await openAtEnd()
  }

  const inTurn = turns(async (error) => {
    unreadable(error)
    await closeFile()
  })
  void inTurn('open', openAtEnd)
  return {
    read: () => inTurn('read', readNew),
    check: () => inTurn('check', reopenRotated),
    close: () => inTurn('close', closeFile),
  }
}

/** Does one thing at a time; each waits in line at most once, however slow the disk is. */
function turns(failed: (error: unknown) => Promise<void>): (name: string, work: () => Promise<void>) => Promise<void> {
  const waiting = new Set<string>()
  let last = Promise.resolve()
  return (name, work) => {
    if (waiting.has(name)) return last
    waiting.add(name)
    last = last
      .then(work)
      .catch(failed)
      .finally(() => waiting.delete(name))
    return last
  }
}

/** True if the name still leads to the open file, and nothing of it was cut off. */
async function isSame(file: FileHandle, path: string, position: number): Promise<boolean> {
  const [own, named] = await Promise.all([file.stat(), stat(path).catch(() => undefined)])
  return named?.ino === own.ino && own.size >= position
}

/** Parses a line; undefined if it is not of this format, or php-fpm had no port to write (`-`). */
function parsed(text: string): Pick<LogLine, 'pid' | 'port' | 'target'> | undefined {
  const [, pid, port, target = ''] = /^(\d+) (\d+) (\S.*)$/.exec(text) ?? []
  return pid === undefined || port === undefined ? undefined : { pid: Number(pid), port: Number(port), target }
}
