import { basename } from 'node:path'
import { SosieError } from '../../base/errors.js'
import { scenarioMaker } from '../making/maker.js'
import { seenRedactor, type SeenRedactor } from '../making/redacted.js'
import { unfinishedScenario } from '../scenario-folder.js'
import { Unreadable, type Importer, type Skip } from './importer.js'
import { importers } from './registry.js'
import { selector, type Selection } from './selection.js'
import { openSource, type Progress } from './source.js'

export interface ImportOptions extends Selection {
  /** Kind of the file; found out if absent. */
  readonly from?: string
  readonly out: string
  /** Maximum number of exchanges. */
  readonly limit: number
  readonly name?: string
  readonly why?: string
  /** Regular expressions for what else this user considers secret. */
  readonly patterns: readonly string[]
}

/** What became of a file. */
export interface ImportSummary {
  readonly from: string
  readonly scenario: string
  readonly taken: number
  readonly sessions: number
  readonly writes: number
  /** Most frequent first. */
  readonly skipped: readonly { readonly reason: string; readonly count: number; readonly first: string }[]
  /** Variables that must be filled in before a replay, with the place of each. */
  readonly variables: Readonly<Record<string, string>>
  readonly begunBefore: readonly string[]
  /** True if the file held more than `limit`. */
  readonly limited: boolean
}

/**
 * Makes a scenario of a file. Secrets are taken out before anything is written, and nothing appears at `out` until all
 * is read.
 *
 * @throws SosieError if the file cannot be read, with the line or the byte, or if it holds nothing to replay.
 */
export async function importScenario(
  file: string,
  options: ImportOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<ImportSummary> {
  const unfinished = unfinishedScenario(options.out)
  try {
    const source = await openSource(file, progress, signal)
    const importer = importerFor(options.from, source.start)
    const skipped = skips()
    const maker = scenarioMaker(unfinished.keep)
    const redact = seenRedactor(options.patterns)
    const { taken, limited } = await take(importer, source.chunks, {
      ...options,
      skip: skipped.skip,
      redact,
      add: maker.add,
    })
    if (taken === 0) throw nothing(file, skipped.all())
    const { scenario, begunBefore } = maker.made({
      name: options.name ?? basename(file).replace(/\.\w+(?:\.gz)?$/, ''),
      why: options.why ?? `Requests of ${basename(file)}. Say here what they prove.`,
      source: `${basename(file)} (${importer.name})`,
    })
    await unfinished.finish(scenario)
    return {
      from: importer.name,
      scenario: options.out,
      taken,
      sessions: Object.keys(scenario.sessions).length,
      writes: scenario.exchanges.filter(({ writes }) => writes).length,
      skipped: skipped.all(),
      variables: scenario.variables,
      begunBefore,
      limited,
    }
  } catch (cause) {
    if (cause instanceof Unreadable)
      throw new SosieError('SOSIE_E_NOT_READABLE', `${file} ${cause.message}.`, { cause })
    throw cause
  } finally {
    unfinished.discard()
  }
}

interface Taking extends Selection {
  readonly limit: number
  readonly skip: Skip
  readonly redact: SeenRedactor
  readonly add: ReturnType<typeof scenarioMaker>['add']
}

async function take(
  importer: Importer,
  chunks: AsyncIterable<Uint8Array>,
  taking: Taking,
): Promise<{ taken: number; limited: boolean }> {
  const isWanted = selector(taking, taking.skip)
  let taken = 0
  for await (const seen of importer.read(chunks, taking.skip)) {
    if (!isWanted(seen)) continue
    if (taken === taking.limit) return { taken, limited: true }
    taking.add(taking.redact(seen))
    taken += 1
  }
  return { taken, limited: false }
}

function importerFor(from: string | undefined, start: string): Importer {
  const importer = importers.find(({ name, recognises }) => (from === undefined ? recognises(start) : name === from))
  if (importer !== undefined) return importer
  const kinds = importers.map(({ name, about }) => `${name} (${about})`).join('; ')
  throw new Unreadable(
    `begins as no file that can be imported. Known: ${kinds}. If it is one of these, say so with --from`,
  )
}

function skips(): { readonly skip: Skip; readonly all: () => ImportSummary['skipped'] } {
  const reasons = new Map<string, { count: number; readonly first: string }>()
  return {
    skip: (reason, where) => {
      const before = reasons.get(reason)
      if (before === undefined) reasons.set(reason, { count: 1, first: where })
      else before.count += 1
    },
    all: () =>
      [...reasons].map(([reason, rest]) => ({ reason, ...rest })).sort((one, other) => other.count - one.count),
  }
}

function nothing(file: string, skipped: ImportSummary['skipped']): SosieError {
  const why = skipped.map(({ reason, count }) => `${count} ${reason}`).join(', ')
  return new SosieError(
    'SOSIE_E_NOT_READABLE',
    `${file} holds nothing to replay${why === '' ? '' : `; skipped: ${why}`}. Nothing was written.`,
  )
}
