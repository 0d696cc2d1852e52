import { isSafeMethod } from '../../model/http.js'
import { defaultSession, noSession, type AnswerBody, type Capture, type ExchangeExpectation } from './model.js'
import type { Expectation, RecordedAnswer, RequestBody, Scenario, ScenarioExchange } from './model.js'
import type { AnswerEntry, CaptureEntry, ExchangeEntry, ScenarioFile } from './schema.js'

/** Converts a valid file to a scenario: defaults are filled in, and each thing has one shape. */
export function scenarioOf(file: ScenarioFile): Scenario {
  const exchanges = file.exchanges.map(exchangeOf)
  const listed = Object.entries(file.sessions ?? {}).map(([session, { headers = {}, cookies = {} }]) => [
    session,
    { headers, cookies },
  ])
  const used = exchanges.map(({ session }) => [session, noSession])
  return {
    name: file.name,
    why: file.why,
    ...(file.source === undefined ? {} : { source: file.source }),
    ...(file.host === undefined ? {} : { host: file.host }),
    variables: file.variables ?? {},
    // Listed sessions come first, in their order.
    sessions: Object.fromEntries([...listed, ...used, ...listed]) as Scenario['sessions'],
    ...(file.expect === undefined ? {} : { expect: expectationOf(file.expect) }),
    exchanges,
  }
}

function exchangeOf(entry: ExchangeEntry): ScenarioExchange {
  const space = entry.request.indexOf(' ')
  const method = entry.request.slice(0, space)
  const body = bodyOf(entry)
  return {
    method,
    target: entry.request.slice(space + 1),
    session: entry.session ?? defaultSession,
    after: entry.after ?? 0,
    ...(entry.why === undefined ? {} : { why: entry.why }),
    writes: entry.writes ?? !isSafeMethod(method),
    ...(entry.burst === undefined ? {} : { burst: entry.burst }),
    headers: entry.headers ?? {},
    ...(body === undefined ? {} : { body }),
    ...(entry.answer === undefined ? {} : { answer: answerOf(entry.answer) }),
    capture: Object.fromEntries(Object.entries(entry.capture ?? {}).map(([name, one]) => [name, captureOf(one)])),
    ...(entry.expect === undefined ? {} : { expect: exchangeExpectationOf(entry.expect) }),
  }
}

function bodyOf({ form, parts, body }: ExchangeEntry): RequestBody | undefined {
  if (form !== undefined) return { kind: 'form', fields: form }
  if (parts !== undefined) return { kind: 'parts', parts: parts.map(withoutUndefined) }
  return body === undefined ? undefined : textOrFile(body)
}

function textOrFile(body: string | { readonly file: string }): AnswerBody {
  return typeof body === 'string' ? { kind: 'text', text: body } : { kind: 'file', file: body.file }
}

function answerOf(entry: number | AnswerEntry): RecordedAnswer {
  if (typeof entry === 'number') return { status: entry }
  const { status, ms, headers, body } = entry
  return {
    status,
    ...(ms === undefined ? {} : { ms }),
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body: textOrFile(body) }),
  }
}

/** Converts a capture; `checks.ts` made sure that exactly one of its ways is there. */
function captureOf({ regex, header, css, attribute, json }: CaptureEntry): Capture {
  if (css !== undefined) return { kind: 'css', selector: css, ...(attribute === undefined ? {} : { attribute }) }
  if (json !== undefined) return { kind: 'json', path: json }
  return { kind: 'regex', pattern: regex ?? '', ...(header === undefined ? {} : { header }) }
}

function expectationOf({ causes = [], not = [], ratio }: NonNullable<ScenarioFile['expect']>): Expectation {
  return { causes, not, ...(ratio === undefined ? {} : { ratio }) }
}

function exchangeExpectationOf(entry: NonNullable<ExchangeEntry['expect']>): ExchangeExpectation {
  const { status, lacks } = entry
  return {
    ...expectationOf(entry),
    ...(status === undefined ? {} : { status }),
    ...(lacks === undefined ? {} : { lacks }),
  }
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> }

function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<T>
}
