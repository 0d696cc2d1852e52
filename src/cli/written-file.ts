import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { SosieError } from '../errors.js'
import { makeFolder } from '../folders.js'
import type { Output } from './output.js'

/** Writes a report where it was asked for, makes the folder where it is missing, and says so. @param flag that named the file. */
export async function writeReport(file: string, text: string, flag: string, output: Output): Promise<void> {
  try {
    makeFolder(dirname(file))
    await writeFile(file, text)
  } catch (cause) {
    throw new SosieError('SOSIE_E_NOT_WRITABLE', `${file} cannot be written. Choose another with ${flag}.`, { cause })
  }
  output.tell(`Wrote ${file}.`)
}
