import { access, constants, open, stat } from 'node:fs/promises'
import type { LogSource } from '../../model/ports.js'
import { logEntriesOf } from './php-log.js'

/** Maximum bytes read at once; of a request that logs more, only the beginning is shown. */
const maxBytes = 256 * 1024

/** How far a file was read. The inode names the file itself, whatever its path leads to later. */
interface Position {
  readonly inode: number
  readonly size: number
}

/** Follows PHP error logs from their present end. A file that does not exist yet is followed from its beginning. */
export async function followLogs(files: readonly string[]): Promise<LogSource> {
  const positions = new Map<string, Position>()
  for (const file of files) positions.set(file, await positionOf(file))

  return {
    async collect(file) {
      const before = positions.get(file) ?? nothing
      const now = await positionOf(file)
      positions.set(file, now)
      // Another file under the name, or a smaller one: it was rotated or emptied, and all of its content is new.
      const from = now.inode !== before.inode || now.size < before.size ? 0 : before.size
      return now.size === from ? [] : logEntriesOf(await read(file, from, now.size))
    },
  }
}

/** Returns why a log cannot be read now, in words; undefined if it can. */
export async function whyUnread(file: string): Promise<string | undefined> {
  try {
    if (!(await stat(file)).isFile()) return 'is no file'
    await access(file, constants.R_OK)
    return undefined
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? 'is not there' : `cannot be read (${code ?? message})`
  }
}

const nothing: Position = { inode: 0, size: 0 }

async function positionOf(file: string): Promise<Position> {
  try {
    const { ino, size } = await stat(file)
    return { inode: ino, size }
  } catch {
    return nothing // not there yet
  }
}

async function read(file: string, from: number, to: number): Promise<string> {
  const handle = await open(file)
  try {
    const buffer = Buffer.alloc(Math.min(to - from, maxBytes))
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, from)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}
