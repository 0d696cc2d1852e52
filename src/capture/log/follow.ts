import { open, stat } from 'node:fs/promises'
import type { LogSource } from '../../model/ports.js'
import { logEntriesOf } from './php-log.js'

/** Bytes that are read at once; a request that logs more shows its beginning. */
const mostBytes = 256 * 1024

/** Follows PHP error logs from their present end. A file that is not there yet is followed from its beginning. */
export async function followLogs(files: readonly string[]): Promise<LogSource> {
  const offsets = new Map<string, number>()
  for (const file of files) offsets.set(file, await sizeOf(file))

  return {
    async collect(file) {
      const from = offsets.get(file) ?? 0
      const size = await sizeOf(file)
      if (size === from) return []
      offsets.set(file, size)
      // Smaller than before: the file was rotated or emptied, and what is in it is new.
      return logEntriesOf(await read(file, size < from ? 0 : from, size))
    },
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch {
    return 0 // not there yet
  }
}

async function read(file: string, from: number, to: number): Promise<string> {
  const handle = await open(file)
  try {
    const buffer = Buffer.alloc(Math.min(to - from, mostBytes))
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, from)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}
