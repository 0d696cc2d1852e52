import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { SosieError } from '../base/errors.js'
import { defaults } from './defaults.js'
import { configSchema, noiseRule, type Config, type GateConfig } from './schema.js'
import { nearest } from '../base/nearest.js'
import { pathsFrom } from './paths.js'
import { withPresentNames } from './renamed-keys.js'
import { inside, shapeOf } from './schema-walk.js'

/** Values from a configuration file or from flags; any of them may be missing. */
export type PartialConfig = { readonly [key: string]: unknown }

/** Reads sosie.yaml and resolves its paths against its folder. Errors name the file and the next step. */
export async function readConfigFile(file: string, warn = warnOnStandardError): Promise<PartialConfig> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new SosieError('SOSIE_E_NOT_READABLE', `Cannot read ${file}. Check the path given with --config.`, { cause })
  }
  const document = parseDocument(text)
  const [error] = document.errors
  if (error !== undefined) throw invalid(`${file}: ${error.message.split('\n', 1)[0] ?? 'not YAML'}`)
  const value: unknown = document.toJS() ?? {}
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(`${file} must hold keys and values, as in docs/configuration.md.`)
  }
  const present = withPresentNames(value)
  for (const warning of present.warnings) warn(`${file}: ${warning}`)
  return pathsFrom(dirname(file), present.value) as PartialConfig
}

function warnOnStandardError(sentence: string): void {
  process.stderr.write(`sosie: ${sentence}\n`)
}

/** Reads the noise rules of a configuration file and ignores the rest. */
export async function noiseRulesOf(file: string): Promise<z.infer<typeof noiseRule>[]> {
  const { noise } = await readConfigFile(file)
  const rules = isRecord(noise) ? (noise['rules'] ?? []) : []
  const result = z.array(noiseRule).safeParse(rules)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw invalid(`${file}: noise.rules.${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'not valid'}.`)
}

/** Reads the gate's part of a configuration and ignores the stacks, which a gate does not need. */
export function gateConfigOf(file: PartialConfig): GateConfig {
  const stranger = Object.keys(file).find((key) => !(key in configSchema.shape))
  if (stranger !== undefined) throw invalid(unknownKey(stranger, [], ''))
  const merged = merge({ gate: defaults.gate }, { gate: file['gate'] })
  const result = configSchema.pick({ gate: true }).safeParse(merged)
  if (result.success) return result.data.gate
  const [issue] = result.error.issues
  throw invalid(issue === undefined ? 'gate: is not valid.' : sentenceOf(issue, merged))
}

/** Reads `redact.patterns` of a configuration file and ignores the rest. */
export async function secretPatternsOf(file: string): Promise<string[]> {
  const { redact } = await readConfigFile(file)
  const result = configSchema.shape.redact.shape.patterns.safeParse(isRecord(redact) ? (redact['patterns'] ?? []) : [])
  if (result.success) return result.data
  throw invalid(`${file}: redact.patterns: ${result.error.issues[0]?.message ?? 'not valid'}.`)
}

/** Merges the defaults, the file and the flags; the last layer wins. An unknown key is refused with a suggestion of the nearest known one. */
export function resolveConfig(...layers: readonly PartialConfig[]): Config {
  const merged = layers.reduce<PartialConfig>((under, over) => merge(withoutReplacedLanes(under, over), over), defaults)
  const result = configSchema.safeParse(merged)
  if (result.success) return withLogsApart(result.data)
  const [issue] = result.error.issues
  throw invalid(issue === undefined ? 'The configuration is not valid.' : sentenceOf(issue, merged))
}

/** Refuses a log that legacy shares with a lane: read as legacy's, the candidate's errors would look as if they had been there before. */
function withLogsApart(config: Config): Config {
  const { legacy, candidate } = config
  const isShared = legacy.log !== undefined && candidate.lanes?.some(({ log }) => log === legacy.log) === true
  if (isShared)
    throw invalid('legacy.log is the log of a lane of the candidate: each stack needs an error log of its own.')
  return config
}

/** Drops the lanes of a leg when a later layer gives the leg a URL. */
function withoutReplacedLanes(under: PartialConfig, over: PartialConfig): PartialConfig {
  const kept: Record<string, unknown> = { ...under }
  for (const leg of ['candidate', 'control']) {
    const [below, above] = [under[leg], over[leg]]
    if (!isRecord(below) || !isRecord(above) || above['url'] === undefined) continue
    kept[leg] = Object.fromEntries(Object.entries(below).filter(([key]) => key !== 'lanes'))
  }
  return kept
}

function merge(under: PartialConfig, over: PartialConfig): PartialConfig {
  const merged: Record<string, unknown> = { ...under }
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue
    const below = merged[key]
    merged[key] = isRecord(below) && isRecord(value) ? merge(below, value) : value
  }
  return merged
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sentenceOf(issue: z.core.$ZodIssue, merged: PartialConfig): string {
  const where = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') return unknownKey(issue.keys[0] ?? '', issue.path, where)
  if (where === 'legacy' && merged['legacy'] === undefined)
    return 'Which stack is the old one? Give --legacy URL or legacy.url.'
  if (where === 'candidate' && merged['candidate'] === undefined) {
    return 'Which stack is the new one? Give --candidate URL or candidate.url or candidate.lanes.'
  }
  const value = valueAt(merged, issue.path)
  // Even an invalid DSN may contain a password.
  const shown = typeof value === 'string' && !where.endsWith('database') ? ` ("${value}")` : ''
  return `${where}${shown}: ${issue.message}.`
}

function unknownKey(key: string, path: readonly PropertyKey[], where: string): string {
  const known = knownKeys(path)
  const near = nearest(key, known)
  const hint = near === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean "${near}"?`
  return `Unknown key "${where === '' ? key : `${where}.${key}`}" in the configuration. ${hint}`
}

/** Returns the keys that the schema allows at a path; empty where it allows none. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  let schema: unknown = configSchema
  for (const step of path) schema = inside(schema, step)
  const shape = shapeOf(schema)
  return shape === undefined ? [] : Object.keys(shape)
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown> | undefined)?.[step], value)
}

function invalid(message: string): SosieError {
  return new SosieError('SOSIE_E_CONFIG_INVALID', message)
}
