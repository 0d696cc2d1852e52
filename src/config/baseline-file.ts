import { readFile } from 'node:fs/promises'
import { isSeq, parseDocument, YAMLSeq } from 'yaml'
import { z } from 'zod'
import { SosieError } from '../base/errors.js'
import type { BaselineEntry } from '../model/baseline.js'

/** Version of the file format that this Sosie writes. */
export const baselineVersion = 1

/** One step per version: the first converts a file from version 1 to version 2. */
const upgrades: readonly ((file: unknown) => unknown)[] = []

const entrySchema = z.strictObject({
  id: z.string().min(1),
  cause: z.string().min(1),
  title: z.string(),
  routes: z.array(z.string().min(1)),
  reason: z.string().min(1),
  author: z.string().min(1),
  expires: z.iso.date('must be a date as 2026-12-31'),
})

const fileSchema = z.strictObject({ version: z.literal(baselineVersion), accepted: z.array(entrySchema) })

const heading =
  ' Findings that somebody looked at and accepted; they do not count at the gate until they expire.\n' +
  ' Written by sosie gate --update-baseline, may be edited by hand; see docs/gate.md.'

/** The entries of a baseline file, and its text, from which an update keeps what people wrote. */
export interface BaselineFile {
  readonly entries: readonly BaselineEntry[]
  readonly text: string
}

/** Reads a baseline file. @param ifMissing whether a missing file is an error or one without entries. */
export async function readBaseline(file: string, ifMissing: 'refuse' | 'empty'): Promise<BaselineFile> {
  try {
    const text = await readFile(file, 'utf8')
    return { entries: parseBaseline(text, file), text }
  } catch (cause) {
    const missing = (cause as { code?: unknown }).code === 'ENOENT'
    if (missing && ifMissing === 'empty') return { entries: [], text: '' }
    if (cause instanceof SosieError) throw cause
    throw new SosieError(
      'SOSIE_E_NOT_READABLE',
      missing
        ? `There is no baseline ${file}. Make it with sosie gate --update-baseline, or check the path given with --baseline.`
        : `The baseline ${file} cannot be read. Check the path given with --baseline.`,
      { cause },
    )
  }
}

/** @param name of the file, for error messages. */
export function parseBaseline(text: string, name: string): readonly BaselineEntry[] {
  const document = parseDocument(text)
  const [error] = document.errors
  if (error !== undefined) throw unreadable(name, error.message.split('\n', 1)[0] ?? 'it is not YAML')
  const result = fileSchema.safeParse(upgraded(document.toJS(), name))
  if (!result.success) {
    const [issue] = result.error.issues
    throw unreadable(name, `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'not valid'}`)
  }
  const { accepted } = result.data
  const twice = accepted.find(({ id }, at) => accepted.findIndex((other) => other.id === id) !== at)
  if (twice !== undefined) throw unreadable(name, `the finding ${twice.id} stands in it twice`)
  return accepted
}

function upgraded(file: unknown, name: string): unknown {
  const version = (file as { version?: unknown } | null)?.version
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    throw unreadable(name, `it must begin with version: ${baselineVersion}`)
  if (version > baselineVersion)
    throw unreadable(name, `it is of version ${version}, and this Sosie knows ${baselineVersion}. Update Sosie`)
  return upgrades.slice(version - 1).reduce((older, step) => step(older), file)
}

/**
 * Returns the file's text with these entries: existing ones stay as written, with their comments; the others are added or removed.
 *
 * @param before text of the file, empty for a new one.
 */
export function baselineText(before: string, entries: readonly BaselineEntry[]): string {
  const document = parseDocument(before.trim() === '' ? `version: ${baselineVersion}\naccepted: []\n` : before)
  if (before.trim() === '') document.commentBefore = heading
  const accepted = document.get('accepted')
  const written = isSeq(accepted) ? nodesById(accepted, entries) : new Map<string, unknown>()
  const list = new YAMLSeq()
  list.items = entries.map((entry) => written.get(entry.id) ?? document.createNode(entry))
  list.flow = entries.length === 0
  document.set('version', baselineVersion)
  document.set('accepted', list)
  return document.toString({ lineWidth: 0, flowCollectionPadding: false })
}

/** Returns the nodes of the entries that stay word for word. */
function nodesById(list: YAMLSeq, entries: readonly BaselineEntry[]): Map<string, unknown> {
  const wanted = new Map(entries.map((entry) => [entry.id, JSON.stringify(entry)]))
  const values = list.toJSON() as BaselineEntry[]
  return new Map(
    list.items.flatMap((node, at) => {
      const value = entrySchema.parse(values[at])
      return wanted.get(value.id) === JSON.stringify(value) ? [[value.id, node] as const] : []
    }),
  )
}

function unreadable(name: string, why: string): SosieError {
  return new SosieError('SOSIE_E_NOT_READABLE', `${name} is no baseline that can be read: ${why}.`)
}
