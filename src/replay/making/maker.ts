import { isSafeMethod, type Request } from '../../model/http.js'
import { defaultSession, type RecordedAnswer, type Scenario, type ScenarioExchange } from '../scenario/model.js'
import { answerBody, readable, type KeepFile } from './bodies.js'
import { fieldMap, fieldsOfAnswer, fieldsOfRequest } from './fields.js'
import { impliedType, requestBody, type TemplateOf } from './request-body.js'
import type { Seen, SeenResponse } from './seen.js'
import { variableMaker } from './variables.js'
import { newVisitor, type Captures, type Visitor } from './visitor.js'
import { visitors } from './visitors.js'

/**
 * Makes one scenario of exchanges as they come: secrets become variables, tokens that a page handed out become
 * captures, and what a session says each time is written once. Holds requests and small answers; the rest goes to
 * `keep`.
 */
export interface ScenarioMaker {
  /** @param expected what its replay must show. */
  readonly add: (seen: Seen, expected?: Expected) => void
  readonly made: (about: Pick<Scenario, 'name' | 'why' | 'source' | 'expect'>) => Made
}

export type Expected = Pick<ScenarioExchange, 'why' | 'expect'>

export interface Made {
  readonly scenario: Scenario
  /** Sessions that had begun before the first request that was seen: if the visitor had signed in, the login is missing. */
  readonly begunBefore: readonly string[]
}

interface Draft {
  readonly visitor: Visitor
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly exchange: Omit<ScenarioExchange, 'session' | 'after' | 'capture'>
  readonly captures: Captures
}

export function scenarioMaker(keep: KeepFile): ScenarioMaker {
  const visitorOf = visitors()
  const variables = variableMaker()
  const known: Visitor[] = []
  const drafts: Draft[] = []
  const captureNames = new Set<string>()
  const captureName = (wanted: string): string => {
    const name = firstFree(wanted, '_', captureNames)
    captureNames.add(name)
    return name
  }

  return {
    add: (seen, expected = {}) => {
      const { request, response } = seen
      const visitor = (known[visitorOf(seen)] ??= newVisitor(request, variables, captureName))
      visitor.sends(request)
      const where = `${request.method} ${request.target.split('?', 1)[0] ?? ''}`
      const exchange = { ...exchangeOf(seen, visitor, templates(visitor, where), keep), ...expected }
      const captures: Captures = new Map()
      drafts.push({ visitor, at: request.receivedAt, exchange, captures })
      if (response !== undefined) visitor.gets(response.headers ?? [], pageOf(response), captures)
    },
    made: (about) => {
      const names = sessionNames(known)
      const sessions = [...names].map(([visitor, name]) => [name, visitor.session()])
      return {
        scenario: {
          ...about,
          variables: variables.made(),
          sessions: Object.fromEntries(sessions) as Scenario['sessions'],
          exchanges: inOrder(drafts, names),
        },
        begunBefore: [...names].flatMap(([visitor, name]) => (visitor.begunBefore() ? [name] : [])),
      }
    },
  }

  /** Returns a function that turns the texts of a request of this visitor into templates. */
  function templates(visitor: Visitor, where: string): TemplateOf {
    return (text, field) => {
      const capture = visitor.captureFor(field, text)
      if (capture !== undefined) return `\${${capture}}`
      const [name, place] = field === '' ? ['secret', where] : [field, `${field} of ${where}`]
      return variables.template(text, name, place)
    }
  }
}

function exchangeOf(
  { request, response, ms }: Seen,
  visitor: Visitor,
  template: TemplateOf,
  keep: KeepFile,
): Draft['exchange'] {
  const writes = !isSafeMethod(request.method)
  const body = requestBody(request, template, keep)
  const headers = fieldsOfRequest(request.headers, writes)
    .filter(([name, value]) => !visitor.saysAnyway(name, value) && !(name === 'content-type' && impliedType(body)))
    .map(([name, value]): [string, string] => [name, template(value, name)])
  return {
    method: request.method,
    target: targetOf(request, template),
    writes,
    headers: fieldMap(headers),
    ...(body === undefined ? {} : { body }),
    ...(response === undefined ? {} : { answer: answerOf(response, ms, keep) }),
  }
}

function targetOf({ target }: Request, template: TemplateOf): string {
  const [, path = '', query] = /^([^?]*)(?:\?([^]*))?$/.exec(target) ?? []
  const pairs = query?.split('&').map((pair) => {
    const at = pair.indexOf('=')
    return at === -1
      ? template(pair, '')
      : `${template(pair.slice(0, at), '')}=${template(pair.slice(at + 1), pair.slice(0, at))}`
  })
  return printable(`${template(path, '')}${pairs === undefined ? '' : `?${pairs.join('&')}`}`)
}

/** Percent-encodes bytes that no URL may hold, but that old clients send. */
function printable(target: string): string {
  return target.replace(/[^\x21-\x7e]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
}

function answerOf({ status, headers, body }: SeenResponse, ms: number | undefined, keep: KeepFile): RecordedAnswer {
  return {
    status,
    ...(ms === undefined ? {} : { ms: Math.round(ms * 10) / 10 }),
    ...(headers === undefined ? {} : { headers: fieldsOfAnswer(headers) }),
    ...(body === undefined || body.truncated ? {} : { body: answerBody(readable(body, headers ?? []), keep) }),
  }
}

/** Returns the text of an answer; empty if there is none. */
function pageOf({ headers, body }: SeenResponse): string {
  return body === undefined ? '' : (readable(body, headers ?? []).text ?? '')
}

/** Names the sessions: the only visitor needs no name, several are named after their browsers. */
function sessionNames(known: readonly Visitor[]): Map<Visitor, string> {
  const taken = new Set<string>()
  return new Map(
    known.map((visitor): [Visitor, string] => {
      const name = known.length === 1 ? defaultSession : firstFree(visitor.client, '-', taken)
      taken.add(name)
      return [visitor, name]
    }),
  )
}

function inOrder(drafts: readonly Draft[], names: ReadonlyMap<Visitor, string>): ScenarioExchange[] {
  const sorted = [...drafts].sort((one, other) => one.at - other.at)
  return sorted.map(({ visitor, at, exchange, captures }, index) => ({
    ...exchange,
    session: names.get(visitor) ?? defaultSession,
    after: Math.max(0, Math.round(at - (sorted[index - 1]?.at ?? at))),
    capture: Object.fromEntries(captures),
  }))
}

function firstFree(wanted: string, separator: string, taken: ReadonlySet<string>): string {
  let name = wanted
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}${separator}${number}`
  return name
}
