import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Creates a folder and its parents. Node's own `recursive` never ends when a parent exists but takes no folders and mkdir(2) answers
 * ENOENT, as below /proc: it treats the parent as missing, again and again.
 *
 * @throws the system's error when a folder cannot be created.
 */
export function makeFolder(folder: string): void {
  const path = resolve(folder)
  if (existsSync(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path)
  } catch (cause) {
    if (!existsSync(path)) throw cause
  }
}

/**
 * Restricts a file of Sosie's to its owner if every user of the machine may access it, as files of earlier versions allow. A group that an
 * operator chose (0640) keeps its access.
 */
export function closeToOthers(file: string): void {
  try {
    if ((statSync(file).mode & 0o007) !== 0) chmodSync(file, 0o600)
  } catch {
    // The file is missing, or not ours to change.
  }
}
