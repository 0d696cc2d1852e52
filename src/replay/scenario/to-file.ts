import { isSafeMethod } from '../../model/http.js'
import { defaultSession } from './model.js'
import type { AnswerBody, Capture, ExchangeExpectation, FieldMap, RecordedAnswer, RequestBody } from './model.js'
import type { Scenario, ScenarioExchange, ScenarioSession } from './model.js'
import { scenarioVersion, type ExchangeEntry, type ScenarioFile } from './schema.js'

/** Converts a scenario to its file: keys in the order in which they are read, without defaults. */
export function fileOf(scenario: Scenario): ScenarioFile {
  return clean({
    version: scenarioVersion,
    name: scenario.name,
    why: scenario.why,
    source: scenario.source,
    host: scenario.host,
    variables: unlessEmpty(scenario.variables),
    sessions: sessionsOf(scenario),
    expect: expectOf(scenario.expect),
    exchanges: scenario.exchanges.map(exchangeOf),
  }) as ScenarioFile
}

function sessionsOf({ sessions, exchanges }: Scenario): object | undefined {
  const used = new Set(exchanges.map(({ session }) => session))
  const entries = Object.entries(sessions)
  if (entries.every(([name, session]) => used.has(name) && isEmpty(session))) return undefined
  return Object.fromEntries(
    entries
      .filter(([name, session]) => name !== defaultSession || !isEmpty(session) || !used.has(name))
      .map(([name, { headers, cookies }]) => [
        name,
        clean({ headers: unlessEmpty(headers), cookies: unlessEmpty(cookies) }),
      ]),
  )
}

function isEmpty({ headers, cookies }: ScenarioSession): boolean {
  return Object.keys(headers).length + Object.keys(cookies).length === 0
}

function exchangeOf(exchange: ScenarioExchange): ExchangeEntry {
  const { method, target, session, after, writes, body, answer, capture } = exchange
  const captures = Object.entries(capture).map(([name, one]) => [name, captureOf(one)])
  return clean({
    request: `${method} ${target}`,
    why: exchange.why,
    session: session === defaultSession ? undefined : session,
    after: after === 0 ? undefined : after,
    // Written for every request that is more than a plain read, so that a reader sees it.
    writes: writes || !isSafeMethod(method) ? writes : undefined,
    burst: exchange.burst,
    headers: unlessEmpty(exchange.headers),
    ...(body === undefined ? {} : bodyOf(body)),
    capture: captures.length === 0 ? undefined : Object.fromEntries(captures),
    expect: expectOf(exchange.expect),
    answer: answer === undefined ? undefined : answerOf(answer),
  }) as ExchangeEntry
}

function bodyOf(body: RequestBody): object {
  switch (body.kind) {
    case 'form':
      return { form: body.fields }
    case 'parts':
      return { parts: body.parts }
    case 'text':
    case 'file':
      return { body: textOrFile(body) }
  }
}

function textOrFile(body: AnswerBody): unknown {
  return body.kind === 'text' ? body.text : { file: body.file }
}

function answerOf({ status, ms, headers, body }: RecordedAnswer): unknown {
  if (ms === undefined && body === undefined && headers === undefined) return status
  return clean({ status, ms, headers, body: body === undefined ? undefined : textOrFile(body) })
}

function captureOf(capture: Capture): object {
  switch (capture.kind) {
    case 'regex':
      return clean({ regex: capture.pattern, header: capture.header })
    case 'css':
      return clean({ css: capture.selector, attribute: capture.attribute })
    case 'json':
      return { json: capture.path }
  }
}

function expectOf(expect: ExchangeExpectation | undefined): object | undefined {
  if (expect === undefined) return undefined
  const { status, lacks, causes, not, ratio } = expect
  return clean({
    status,
    lacks,
    causes: causes.length === 0 ? undefined : causes,
    not: not.length === 0 ? undefined : not,
    ratio,
  })
}

function unlessEmpty(fields: FieldMap): FieldMap | undefined {
  return Object.keys(fields).length === 0 ? undefined : fields
}

function clean(value: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined))
}
