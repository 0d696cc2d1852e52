import {
  chmodSync,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createHash } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { SosieError } from '../base/errors.js'
import { makeFolder } from '../base/folders.js'
import type { ReadFile } from './scenario/answer.js'
import type { Scenario } from './scenario/model.js'
import { readWithLines, type ReadScenario } from './scenario/read.js'
import { piecesOf } from './scenario/write.js'
import type { KeepFile } from './making/bodies.js'

/**
 * A scenario on its way to the disk. Everything is written under a temporary name beside its final place: nothing is
 * seen until `finish`, and nothing is left after a failure.
 */
export interface UnfinishedScenario {
  readonly keep: KeepFile
  /** Puts the side files in place first, then the scenario, so that whoever reads it finds all that it names. */
  readonly finish: (scenario: Scenario) => Promise<void>
  readonly discard: () => void
}

/** @param file the scenario's; side files are in `NAME.files/` beside it. */
export function unfinishedScenario(file: string): UnfinishedScenario {
  const side = sideFolderOf(file)
  const workshop = guarded(file, () => {
    makeFolder(dirname(file))
    return mkdtempSync(join(dirname(file), `.${basename(file)}-`))
  })
  const kept = new Set<string>()
  const discard = (): void => rmSync(workshop, { recursive: true, force: true })

  return {
    keep: (name, bytes) => {
      if (!kept.has(name)) guarded(file, () => writeFileSync(join(workshop, name), bytes))
      kept.add(name)
      return `${basename(side)}/${name}`
    },
    finish: async (scenario) => {
      try {
        const draft = join(workshop, 'scenario.tmp')
        await pipeline(Readable.from(piecesOf(scenario)), createWriteStream(draft))
        if (kept.size > 0) makeFolder(side)
        for (const name of kept) renameSync(join(workshop, name), join(side, name))
        if (existsSync(file)) chmodSync(draft, statSync(file).mode & 0o777) // a scenario that replaces another keeps its readers
        renameSync(draft, file)
        sweep(side, kept)
      } catch (cause) {
        throw unwritable(file, cause)
      } finally {
        discard()
      }
    },
    discard,
  }
}

/** Deletes what an older version of the scenario named by hash and this one does not. */
function sweep(side: string, kept: ReadonlySet<string>): void {
  if (!existsSync(side)) return
  const old = readdirSync(side).filter((name) => hashIn(name) !== undefined && !kept.has(name))
  for (const name of old) rmSync(join(side, name))
  if (readdirSync(side).length === 0) rmSync(side, { recursive: true })
}

function sideFolderOf(file: string): string {
  return `${file.replace(/\.ya?ml$/, '')}.files`
}

/** A scenario with a reader of its side files. */
export interface LoadedScenario extends ReadScenario {
  readonly readFile: ReadFile
}

/** @throws SosieError if the file is missing or no scenario; `readFile` throws it if a side file is missing or changed. */
export function loadScenario(file: string): LoadedScenario {
  return { ...readWithLines(readText(file), file), readFile: (name) => checked(join(dirname(file), name), file) }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw unreadable(`There is no scenario ${file} that can be read. Check the path.`, cause)
  }
}

/** Reads a side file; if it is named by its hash, it must be what it was. */
function checked(path: string, scenario: string): Uint8Array {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (cause) {
    throw unreadable(
      `${scenario} names the side file ${path}, which cannot be read. Put it under version control with the scenario.`,
      cause,
    )
  }
  const hash = hashIn(basename(path))
  if (hash === undefined || hash === createHash('sha256').update(bytes).digest('hex')) return bytes
  throw unreadable(
    `${path} is not what ${scenario} was recorded with: its SHA-256 is another than its name says. Restore it, or give it a name that is no hash.`,
  )
}

function hashIn(name: string): string | undefined {
  return /^([\da-f]{64})(?:\.\w+)?$/.exec(name)?.[1]
}

function guarded<T>(file: string, write: () => T): T {
  try {
    return write()
  } catch (cause) {
    throw unwritable(file, cause)
  }
}

function unwritable(file: string, cause: unknown): SosieError {
  return new SosieError('SOSIE_E_NOT_WRITABLE', `${file} cannot be written. Choose another with --out.`, { cause })
}

function unreadable(message: string, cause?: unknown): SosieError {
  return new SosieError('SOSIE_E_NOT_READABLE', message, { cause })
}
