import { nearest } from '../../base/nearest.js'
import { entries } from '../../knowledge/registry.js'
import type { Complaint, Path } from './complaint.js'
import { scenarioOf } from './from-file.js'
import { defaultSession } from './model.js'
import { brokenPlaceholder, namesIn } from './placeholders.js'
import type { CaptureEntry, ExchangeEntry, ScenarioFile } from './schema.js'
import { templatesOf, templatesOfSession, type Template } from './templates.js'

/** Checks what a schema cannot express: returns the first thing that does not fit together; undefined if all does. */
export function firstComplaint(file: ScenarioFile): Complaint | undefined {
  for (const complaint of complaints(file)) return complaint
  return undefined
}

function* complaints(file: ScenarioFile): Iterable<Complaint> {
  const known = new Set(Object.keys(file.variables ?? {}))
  const { sessions, exchanges } = scenarioOf(file)
  for (const [name, session] of Object.entries(sessions))
    for (const template of templatesOfSession(session)) yield* ofTemplate(template, ['sessions', name], known)
  yield* ofExpectation(file.expect, ['expect'])
  for (const [index, exchange] of file.exchanges.entries()) {
    const path = ['exchanges', index]
    yield* ofSession(exchange, file, path)
    yield* ofBody(exchange, path)
    if (exchange.burst !== undefined && exchanges[index]?.writes === true)
      yield { path: [...path, 'burst'], says: 'is for requests that only read. Say "writes: false" if this one does' }
    const templates = exchanges[index] === undefined ? [] : templatesOf(exchanges[index])
    for (const template of templates) yield* ofTemplate(template, path, known)
    for (const [name, capture] of Object.entries(exchange.capture ?? {})) {
      yield* ofCapture(capture, [...path, 'capture', name])
      if (file.variables?.[name] !== undefined)
        yield { path: [...path, 'capture', name], atKey: true, says: 'is the name of a variable. Choose another' }
      known.add(name)
    }
    yield* ofExpectation(exchange.expect, [...path, 'expect'])
  }
}

/** Checks the name of a session: a misspelt one would begin with an empty cookie jar and prove nothing. */
function* ofSession({ session }: ExchangeEntry, { sessions }: ScenarioFile, path: Path): Iterable<Complaint> {
  if (session === undefined || session === defaultSession || sessions === undefined) return
  const known = Object.keys(sessions)
  if (!known.includes(session))
    yield { path: [...path, 'session'], says: `("${session}") is not among sessions. ${hint(session, known)}` }
}

function* ofBody({ form, parts, body }: ExchangeEntry, path: Path): Iterable<Complaint> {
  if ([form, parts, body].filter((each) => each !== undefined).length > 1)
    yield { path, says: 'has more than one body. Keep one of form, parts and body' }
  for (const [index, part] of (parts ?? []).entries())
    if ((part.value === undefined) === (part.file === undefined))
      yield { path: [...path, 'parts', index], says: 'needs either a value or a file' }
}

function* ofTemplate({ path: inside, text }: Template, around: Path, known: ReadonlySet<string>): Iterable<Complaint> {
  const path = [...around, ...inside]
  const broken = brokenPlaceholder(text)
  if (broken !== undefined) {
    yield { path, says: `holds "${broken}", which is no \${name}. Write \${$}{ for the two characters themselves` }
  }
  const unknown = namesIn(text).find((name) => !known.has(name))
  if (unknown !== undefined) {
    const next = 'List it under variables, or capture it in an exchange before this one'
    yield { path, says: `needs \${${unknown}}, which nothing gives. ${next}` }
  }
}

function* ofCapture({ regex, header, css, attribute, json }: CaptureEntry, path: Path): Iterable<Complaint> {
  if ([regex, css, json].filter((each) => each !== undefined).length !== 1)
    yield { path, says: 'must say where the value stands by one of regex, css and json' }
  if (header !== undefined && regex === undefined)
    yield { path, says: 'has a header, which goes with regex. Add regex, as "(.*)" for the whole value' }
  if (attribute !== undefined && css === undefined)
    yield { path, says: 'has an attribute, which goes with css. Add css' }
  if (regex !== undefined && !compiles(regex))
    yield { path: [...path, 'regex'], says: `("${regex}") is no regular expression. Check brackets and backslashes` }
}

function* ofExpectation(expect: ScenarioFile['expect'], path: Path): Iterable<Complaint> {
  const known = entries.map(({ id }) => id)
  for (const list of ['causes', 'not'] as const)
    for (const [index, cause] of (expect?.[list] ?? []).entries())
      if (!known.includes(cause)) {
        const next = nearest(cause, known) === undefined ? 'sosie explain lists them' : hint(cause, known)
        yield { path: [...path, list, index], says: `("${cause}") is no cause that this Sosie knows. ${next}` }
      }
}

function hint(word: string, known: readonly string[]): string {
  const near = nearest(word, known)
  return near === undefined ? `Known here: ${known.join(', ')}` : `Did you mean "${near}"?`
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern)
    return true
  } catch {
    return false
  }
}
