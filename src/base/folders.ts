import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder with those above it. Node's own `recursive` never ends where a parent is there but takes no folder and mkdir(2) answers
 * ENOENT, as below /proc: it takes the parent for missing, again and again.
 *
 * @throws the system's error where a folder cannot be made.
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
 * Takes a file of ours away from everybody but its owner where every user of the machine may read it, as files of earlier versions. A
 * group that an operator chose (0640) keeps it.
 */
export function closeToOthers(file: string): void {
  try {
    if ((statSync(file).mode & 0o007) !== 0) chmodSync(file, 0o600)
  } catch {
    // Not there, or not ours to change.
  }
}
