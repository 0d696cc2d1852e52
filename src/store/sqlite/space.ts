import type { Recording } from './open.js'

/** Maximum number of pages that are given back to the disk in one transaction. */
const stepPages = 500

/**
 * Gives freed pages back to the disk. A recording that was made for it (`auto_vacuum`) is shrunk in small steps: a
 * writer goes on, and no second copy of the file is needed. An older recording is rewritten once. False if it could not
 * be done.
 */
export function shrink(recording: Recording): boolean {
  try {
    if (numberOf(recording, 'auto_vacuum') !== 2) {
      recording.pragma('auto_vacuum = INCREMENTAL')
      recording.exec('VACUUM')
    }
    for (let left = numberOf(recording, 'freelist_count'); left > 0;) {
      recording.exec(`PRAGMA incremental_vacuum(${stepPages})`)
      const now = numberOf(recording, 'freelist_count')
      if (now >= left) break
      left = now
    }
    return logTruncated(recording)
  } catch (error) {
    if (isBusyOrFull(error)) return false // what was deleted is deleted, and its space is used again
    throw error
  }
}

/** Returns the bytes of pages that hold something. */
export function bytesInUse(recording: Recording): number {
  const pages = numberOf(recording, 'page_count') - numberOf(recording, 'freelist_count')
  return pages * numberOf(recording, 'page_size')
}

/** Returns the bytes of all pages: those that hold something, and those that are free to be used again. */
export function bytesOfFile(recording: Recording): number {
  return numberOf(recording, 'page_count') * numberOf(recording, 'page_size')
}

/** Truncates the log, in which deleted text must not live on; false if it is in use. */
export function logTruncated(recording: Recording): boolean {
  const [result] = recording.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  return result?.busy === 0
}

function numberOf(recording: Recording, pragma: string): number {
  return Number(recording.pragma(pragma, { simple: true }))
}

function isBusyOrFull(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^SQLITE_(?:BUSY|LOCKED|FULL)/.test(code)
}
