import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { SosieError } from '../base/errors.js'
import { closeToOthers, makeFolder } from '../base/folders.js'

const keyBytes = 32

/**
 * Returns where the key is unless the configuration says otherwise: beside other programs' configuration, never in a
 * recording.
 */
export function defaultKeyFile(environment: NodeJS.ProcessEnv): string {
  return join(environment['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'sosie', 'redaction.key')
}

/** Reads the key that secrets are hashed with; if the file is missing, makes one that only its owner can read. */
export async function redactionKey(file: string): Promise<Uint8Array> {
  try {
    const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'hex')
    if (key.length !== keyBytes)
      throw new SosieError('SOSIE_E_NOT_READABLE', `${file} is no redaction key. Remove it, and Sosie makes a new one.`)
    closeToOthers(file)
    return key
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return makeKey(file)
  }
}

async function makeKey(file: string): Promise<Uint8Array> {
  const key = randomBytes(keyBytes)
  try {
    makeFolder(dirname(file))
    await writeFile(file, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
    return key
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return redactionKey(file) // another Sosie was faster
    const text = `The redaction key ${file} cannot be written. Name another file with redact.keyFile in sosie.yaml.`
    throw new SosieError('SOSIE_E_NOT_WRITABLE', text, { cause })
  }
}
