import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importScenario, type ImportOptions, type ImportSummary } from '../../src/replay/import/import-scenario.js'
import type { Scenario } from '../../src/replay/scenario/model.js'
import { loadScenario } from '../../src/replay/scenario-folder.js'

/** What became of a file that was imported. */
export interface Imported {
  readonly summary: ImportSummary
  readonly scenario: Scenario
  /** Everything that was written, as text. */
  readonly written: string
  readonly file: (name: string) => Uint8Array
}

/** Imports a file of this content in a folder of its own, which is gone afterwards. */
export async function importing(content: string | Uint8Array, over: Partial<ImportOptions> = {}): Promise<Imported> {
  return inFolder(async (folder) => {
    const out = join(folder, 'out.yaml')
    writeFileSync(join(folder, 'in'), content)
    const options = { out, hosts: [], assets: false, limit: 1000, patterns: [], ...over }
    const summary = await importScenario(join(folder, 'in'), options, () => undefined, new AbortController().signal)
    const { scenario, readFile } = loadScenario(out)
    const sides = sideFiles(folder)
    for (const name of sides) readFile(name) // each is what its name says
    const written = [out, ...sides.map((name) => join(folder, name))]
      .map((path) => readFileSync(path, 'latin1'))
      .join('\n')
    return { summary, scenario, written, file: keptBytes(sides, readFile) }
  })
}

/** The failure of an import, and what it left behind: nothing, if all is well. */
export async function failing(
  content: string | Uint8Array,
  over: Partial<ImportOptions> = {},
): Promise<{ error: unknown; left: string[] }> {
  return inFolder(async (folder) => {
    writeFileSync(join(folder, 'in'), content)
    const options = { out: join(folder, 'out.yaml'), hosts: [], assets: false, limit: 1000, patterns: [], ...over }
    const error: unknown = await importScenario(
      join(folder, 'in'),
      options,
      () => undefined,
      new AbortController().signal,
    ).then(
      () => undefined,
      (cause: unknown) => cause,
    )
    if (error === undefined) loadScenario(options.out) // what was written can be read
    return { error, left: readdirSync(folder).filter((name) => name !== 'in') }
  })
}

function sideFiles(folder: string): string[] {
  return readdirSync(folder).includes('out.files')
    ? readdirSync(join(folder, 'out.files')).map((name) => `out.files/${name}`)
    : []
}

function keptBytes(names: readonly string[], readFile: (name: string) => Uint8Array): Imported['file'] {
  const kept = new Map(names.map((name) => [name, readFile(name)]))
  return (name) => kept.get(name) ?? new Uint8Array(0)
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sosie-import-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
