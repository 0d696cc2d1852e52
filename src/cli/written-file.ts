import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { SosieError } from '../base/errors.js'
import { makeFolder } from '../base/folders.js'
import type { Output } from './output.js'

/** Writes a report, creates its folder if missing, and says so. @param flag that named the file. */
export async function writeReport(file: string, text: string, flag: string, output: Output): Promise<void> {
  try {
    makeFolder(dirname(file))
    await writeFile(file, text)
  } catch (cause) {
    throw notWritable(file, flag, cause)
  }
  output.tell(`Wrote ${file}.`)
}

/**
 * Refuses a file that could not be written at the end of a long run. A missing folder is fine, because it is created when needed.
 *
 * @param flag that named the file.
 */
export function refuseUnwritable(file: string, flag: string): void {
  try {
    if (!existsSync(file)) accessSync(nearestFolder(file), constants.W_OK | constants.X_OK)
    else if (statSync(file).isDirectory()) throw new Error('it is a folder')
    else accessSync(file, constants.W_OK)
  } catch (cause) {
    throw notWritable(file, flag, cause)
  }
}

/** Returns the nearest folder that exists, in which missing ones have to be created. */
function nearestFolder(file: string): string {
  const folder = dirname(resolve(file))
  return existsSync(folder) ? folder : nearestFolder(folder)
}

function notWritable(file: string, flag: string, cause: unknown): SosieError {
  const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() === true
  const why = isFolder ? ': it is a folder' : ''
  return new SosieError('SOSIE_E_NOT_WRITABLE', `${file} cannot be written${why}. Choose another with ${flag}.`, {
    cause,
  })
}
