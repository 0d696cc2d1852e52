import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import type { LogLine } from './story.js'

/** php-fpm's access log, written for this: `access.format = "%p %{REMOTE_PORT}e %{REQUEST_URI}e"`. */
export interface FpmLog {
  /** Reads what is new. */
  read(): void
  /** Looks whether the file was rotated. */
  check(): void
  close(): void
}

export interface FpmLogListener {
  line(line: LogLine): void
  /** Lines up to now may have been missed. */
  gap(at: number): void
  /** Something that the user must mend, in a sentence; each is told once. */
  fault(message: string): void
}

/** Follows the log from its present end; a file that is not there is followed once it is. */
export function followFpmLog(path: string, now: () => number, listener: FpmLogListener): FpmLog {
  const chunk = Buffer.allocUnsafe(64 * 1024)
  let file: number | undefined
  let position = 0
  let rest = ''
  /** Up to here everything was read. */
  let readUntil = -Infinity

  const told = new Set<string>()
  const fault = (words: string): void => {
    if (!told.has(words))
      listener.fault(`${words}: without it only some live requests can be told apart. See docs/taps.md.`)
    told.add(words)
  }
  const open = (): void => {
    try {
      if (!statSync(path).isFile()) throw new Error('it is no file') // a pipe would be waited for, a folder cannot be read
      file = openSync(path, 'r')
      position = fstatSync(file).size
    } catch (error) {
      file = undefined
      const { code, message } = error as NodeJS.ErrnoException
      fault(`legacy.tap.accessLog ${path} cannot be read (${code ?? message})`)
    }
    rest = ''
    readUntil = now()
    listener.gap(readUntil)
  }
  const close = (): void => {
    if (file !== undefined) closeSync(file)
    file = undefined
  }
  const tell = (lines: readonly string[], after: number, by: number): void => {
    for (const text of lines) {
      const line = parsed(text)
      if (line !== undefined) listener.line({ ...line, after, by })
      else fault(`legacy.tap.accessLog ${path} is not in the format that it needs, or PHP is told no REMOTE_PORT`)
    }
  }

  open()
  return {
    read() {
      if (file === undefined) return
      for (;;) {
        const started = now()
        const length = readSync(file, chunk, 0, chunk.length, position)
        if (length > 0) {
          position += length
          const lines = (rest + chunk.toString('latin1', 0, length)).split('\n')
          rest = lines.pop() ?? ''
          tell(lines, readUntil, now())
        }
        if (length === chunk.length) continue
        readUntil = started
        return
      }
    },
    check() {
      if (file !== undefined && isSame(file, path, position)) return
      close()
      open()
    },
    close,
  }
}

/** The name leads to the file that is read, and nothing of it was cut off. */
function isSame(file: number, path: string, position: number): boolean {
  const [own, named] = [fstatSync(file), statSync(path, { throwIfNoEntry: false })]
  return named?.ino === own.ino && own.size >= position
}

/** undefined: not a line of this format, or php-fpm had no port to write (`-`). */
function parsed(text: string): Pick<LogLine, 'pid' | 'port' | 'target'> | undefined {
  const [, pid, port, target = ''] = /^(\d+) (\d+) (\S.*)$/.exec(text) ?? []
  return pid === undefined || port === undefined ? undefined : { pid: Number(pid), port: Number(port), target }
}
