import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { SosieError } from '../../base/errors.js'
import { closeToOthers } from '../../base/folders.js'

export type Recording = Database.Database

/** "Sosi": tells a recording from any other SQLite file. */
const applicationId = 0x536f7369

const migrationsFolder = new URL('./migrations/', import.meta.url)

/** True if a recording could be made at this path. */
export function canBeMade(file: string): boolean {
  return isWritable(dirname(resolve(file)))
}

/** Opens a recording for writing; makes it if it is missing, and brings an older one up to this schema. */
export function openForWriting(file: string): Recording {
  if (!canBeMade(file)) {
    throw new SosieError(
      'SOSIE_E_NOT_WRITABLE',
      `The folder ${dirname(resolve(file))} cannot be written. Choose another file with --db.`,
    )
  }
  const recording = openChecked(file, {})
  for (const part of [file, `${file}-wal`, `${file}-shm`]) closeToOthers(part)
  recording.pragma('auto_vacuum = INCREMENTAL') // before the first page: a purge then gives space back in small steps
  recording.pragma('journal_mode = WAL')
  recording.pragma('synchronous = NORMAL') // a commit survives our death; a power cut may take the last second
  recording.pragma('foreign_keys = ON')
  recording.pragma('busy_timeout = 5000')
  migrate(recording, file)
  return recording
}

/** Opens a recording that exists, even if it is being written or its writer was killed. */
export function openForReading(file: string): Recording {
  if (!existsSync(file)) {
    throw new SosieError('SOSIE_E_NOT_READABLE', `There is no recording ${file}. Check the path given with --db.`)
  }
  const recording = openChecked(file, { readonly: true })
  const version = schemaOf(recording)
  if (version < latestSchema()) {
    recording.close()
    return openForWriting(file) // an older schema is brought up to date before it is read
  }
  return recording
}

function openChecked(file: string, options: Database.Options): Recording {
  try {
    const recording = new Database(file, options)
    const id = recording.pragma('application_id', { simple: true })
    const empty = recording.prepare('SELECT count(*) FROM sqlite_master').pluck().get() === 0
    if (id !== applicationId && !empty) throw new Error('it is a database of another program')
    const version = schemaOf(recording)
    if (version > latestSchema()) {
      recording.close()
      throw newer(file, version)
    }
    return recording
  } catch (cause) {
    if (cause instanceof SosieError) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new SosieError('SOSIE_E_NOT_READABLE', `${file} is not a recording of Sosie that can be read: ${why}.`, {
      cause,
    })
  }
}

function newer(file: string, version: number): SosieError {
  const text = `${file} was written by a newer Sosie (schema ${version}, this one knows ${latestSchema()}). Update Sosie to read it.`
  return new SosieError('SOSIE_E_RECORDING_NEWER', text)
}

function schemaOf(recording: Recording): number {
  return Number(recording.pragma('user_version', { simple: true }))
}

function migrations(): string[] {
  return readdirSync(migrationsFolder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
}

/** Returns the schema, which is the number of its last migration. */
export function latestSchema(): number {
  return migrations().length
}

function migrate(recording: Recording, file: string): void {
  const from = schemaOf(recording)
  const pending = migrations().slice(from)
  if (pending.length === 0) return
  try {
    recording.transaction(() => {
      for (const name of pending) recording.exec(readFileSync(new URL(name, migrationsFolder), 'utf8'))
      recording.pragma(`application_id = ${applicationId}`)
      recording.pragma(`user_version = ${from + pending.length}`)
    })()
  } catch (cause) {
    throw new SosieError('SOSIE_E_NOT_WRITABLE', `${file} cannot be written: ${String(cause)}.`, { cause })
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
