import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml'
import { SosieError } from '../../base/errors.js'
import { firstComplaint } from './checks.js'
import { written, type Complaint, type Path } from './complaint.js'
import { scenarioOf } from './from-file.js'
import { complaintOf } from './issues.js'
import { knownKeys } from './known-keys.js'
import type { Scenario } from './model.js'
import { scenarioFile, scenarioVersion, type ScenarioFile } from './schema.js'
import { upgraded, type RawScenario } from './upgrade.js'

/** A scenario with the line of each of its exchanges, from 1. */
export interface ReadScenario {
  readonly scenario: Scenario
  readonly lines: readonly number[]
}

/** Reads a scenario from the text of its file. @see readWithLines */
export function readScenario(text: string, file: string): Scenario {
  return readWithLines(text, file).scenario
}

/**
 * Reads a scenario from the text of its file, in any version of the format, with the lines of its exchanges.
 *
 * @param file name used in complaints.
 * @throws SosieError SOSIE_E_SCENARIO_INVALID with file, line and column, and what to do; SOSIE_E_SCENARIO_NEWER.
 */
export function readWithLines(text: string, file: string): ReadScenario {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const [error] = document.errors
  if (error !== undefined) {
    const [says = 'not YAML'] = error.message.split(/ at line \d+|\n/, 1)
    throw invalid(`${place(error.pos[0])}: the YAML cannot be read: ${says}.`)
  }
  const refuse = (complaint: Complaint): SosieError =>
    invalid(`${place(offsetOf(document, complaint))}: ${sentence(complaint)}`)
  const proto = placeOfProto(document)
  if (proto !== undefined)
    throw invalid(`${place(proto)}: no key can be __proto__. Write such a form as a text under body.`)
  const read = fileOf(valueOf(document, place), file)
  if ('path' in read) throw refuse(read)
  const complaint = firstComplaint(read)
  if (complaint !== undefined) throw refuse(complaint)
  const lineOf = (_: unknown, index: number): number =>
    lines.linePos(offsetOf(document, { path: ['exchanges', index], says: '' })).line
  return { scenario: scenarioOf(read), lines: read.exchanges.map(lineOf) }
}

/** Finds a `__proto__` key, which JavaScript would take for something else. */
function placeOfProto(document: Document): number | undefined {
  let found: number | undefined
  visit(document, {
    Pair: (_, { key }) => {
      if (!isScalar(key) || key.value !== '__proto__') return undefined
      found = key.range?.[0] ?? 0
      return visit.BREAK
    },
  })
  return found
}

function valueOf(document: Document, place: (offset: number) => string): unknown {
  try {
    return document.toJS()
  } catch (cause) {
    throw invalid(`${place(0)}: the YAML cannot be read: ${cause instanceof Error ? cause.message : 'aliases'}.`)
  }
}

function fileOf(value: unknown, file: string): ScenarioFile | Complaint {
  if (!isRecord(value)) return { path: [], says: 'a scenario has keys and values. It begins with "version: 1"' }
  const { version } = value
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    const says =
      version === undefined ? 'is missing. A scenario begins with "version: 1"' : 'is a number, as in "version: 1"'
    return { path: ['version'], says }
  }
  if (version > scenarioVersion) throw newer(file, version)
  const result = scenarioFile.safeParse(upgraded(value, version))
  if (result.success) return result.data
  const [issue] = result.error.issues
  return issue === undefined ? { path: [], says: 'is not valid' } : missing(complaintOf(issue, [], knownKeys), value)
}

const hints: Readonly<Record<string, string>> = {
  name: 'Say what the scenario is called, as in "name: a customer buys"',
  why: 'Say what the scenario proves, as in "why: The checkout works on both stacks"',
  exchanges: 'List its requests, as in "- request: GET /cart"',
}

/** Reports an absent value as missing, whatever type it should have. */
function missing(complaint: Complaint, value: unknown): Complaint {
  const { path, atKey } = complaint
  if (atKey === true || at(value, path) !== undefined) return complaint
  const hint = path.length === 1 ? hints[String(path[0])] : undefined
  return { path, says: hint === undefined ? 'is missing' : `is missing. ${hint}` }
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inside, step) => (inside as Record<PropertyKey, unknown> | undefined)?.[step], value)
}

/** Returns where a complaint points to; if the value is missing, where it should be. */
function offsetOf(document: Document, { path, atKey }: Complaint): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node =
      atKey === true && length === path.length ? keyAt(document, path) : nodeAt(document, path.slice(0, length))
    if (isNode(node) && node.range != null) return node.range[0]
  }
  return 0
}

function nodeAt(document: Document, path: Path): unknown {
  return path.length === 0 ? document.contents : document.getIn(path, true)
}

function keyAt(document: Document, path: Path): unknown {
  const map = nodeAt(document, path.slice(0, -1))
  if (!isMap(map)) return undefined
  return map.items.find(({ key }) => isScalar(key) && String(key.value) === path.at(-1))?.key
}

/** Formats a complaint on one line, whatever a hostile key holds. */
function sentence({ path, says }: Complaint): string {
  const subject = written(path)
  const text = `${subject === '' ? '' : `${subject} `}${says}${says.endsWith('?') ? '' : '.'}`
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}

function isRecord(value: unknown): value is RawScenario {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(message: string): SosieError {
  return new SosieError('SOSIE_E_SCENARIO_INVALID', message)
}

function newer(file: string, version: number): SosieError {
  const text = `${file} is a scenario of version ${version}, and this Sosie knows up to ${scenarioVersion}. Update Sosie to read it.`
  return new SosieError('SOSIE_E_SCENARIO_NEWER', text)
}
