/**
 * A scenario: ordered exchanges that are replayed against both stacks, with what they prove. Texts of requests are templates: `${name}`
 * stands for a variable of the environment or for what an earlier answer gave, see `placeholders.ts`.
 */
export interface Scenario {
  readonly name: string
  /** What it proves, in a sentence. */
  readonly why: string
  /** Where it came from, for people: a file, or a run and a finding. */
  readonly source?: string
  /** Host that both stacks are asked for, such as `shop.example` or `shop.example:8080`; absent: each stack's own address. */
  readonly host?: string
  /** Variables that the environment must give, each with a word on where it stands. */
  readonly variables: Readonly<Record<string, string>>
  readonly sessions: Readonly<Record<string, ScenarioSession>>
  /** Expectation of the whole replay. */
  readonly expect?: Expectation
  /** In the order in which they began. Those of one session are sent one after the other, sessions side by side. */
  readonly exchanges: readonly ScenarioExchange[]
}

/** One visitor: a cookie jar on each leg, and what is sent with each request. */
export interface ScenarioSession {
  /** Sent with each request that does not say otherwise, as templates. */
  readonly headers: FieldMap
  /** Cookies that are in each leg's jar at the beginning, as templates. */
  readonly cookies: Readonly<Record<string, string>>
}

/** Values by name, in order; a list if a name occurs more than once. */
export type FieldMap = Readonly<Record<string, string | readonly string[]>>

export interface ScenarioExchange {
  readonly method: string
  /** Path and query, a template whose values are percent-encoded when they are filled in. */
  readonly target: string
  readonly session: string
  /** Milliseconds after the previous exchange in the file began, whatever its session. */
  readonly after: number
  /** Purpose of this exchange. */
  readonly why?: string
  /** True if it changes something on the server; it is then not sent to a live legacy unless that is allowed. */
  readonly writes: boolean
  /** How many copies are sent at once; absent: as the plan says. Only if nothing is written. */
  readonly burst?: number
  /** Fields beyond those of the session, as templates. No Cookie: each leg has its jar. */
  readonly headers: FieldMap
  readonly body?: RequestBody
  /** What legacy answered when it was recorded; absent if only the request is known. */
  readonly answer?: RecordedAnswer
  /** What later requests need of the answer; each leg captures its own. */
  readonly capture: Readonly<Record<string, Capture>>
  readonly expect?: ExchangeExpectation
}

export type RequestBody =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'form'; readonly fields: FieldMap }
  | { readonly kind: 'parts'; readonly parts: readonly FormPart[] }
  | { readonly kind: 'file'; readonly file: string }

/** One part of multipart/form-data (RFC 7578): a field with its value, or an uploaded file. */
export interface FormPart {
  readonly name: string
  /** A template. */
  readonly value?: string
  /** Path of the side file in place of `value`. */
  readonly file?: string
  readonly filename?: string
  readonly type?: string
}

export interface RecordedAnswer {
  readonly status: number
  /** Milliseconds that it took. */
  readonly ms?: number
  /**
   * Without fields that no comparator looks at, and without Content-Encoding, because the body is kept decoded. Absent
   * if they were not kept, as in an access log: they are then unknown, not empty.
   */
  readonly headers?: FieldMap
  /** Absent if the body was not kept: it is then unknown, not empty. */
  readonly body?: AnswerBody
}

export type AnswerBody =
  | { readonly kind: 'text'; readonly text: string }
  /** Bytes as they came, in a file beside the scenario: a path with `/`, relative to the scenario's folder. */
  | { readonly kind: 'file'; readonly file: string }

/** One way to find a value in an answer. */
export type Capture =
  /** The first group of the first match, or the whole match; in the header of that name, or else in the body. */
  | { readonly kind: 'regex'; readonly pattern: string; readonly header?: string }
  /** The attribute of the first element that fits, or else its text. */
  | { readonly kind: 'css'; readonly selector: string; readonly attribute?: string }
  /** A path of object keys and list indexes: `$.order.lines[0].id`. */
  | { readonly kind: 'json'; readonly path: string }

export interface Expectation {
  /** Ids of causes that a replay must find. */
  readonly causes: readonly string[]
  /** Ids of causes that it must not find. */
  readonly not: readonly string[]
  /** The candidate's time divided by legacy's. */
  readonly ratio?: { readonly max: number }
}

export interface ExchangeExpectation extends Expectation {
  /** Status of the candidate's answer. */
  readonly status?: number
  /** Texts that the candidate's answer must not hold. */
  readonly lacks?: readonly string[]
}

/** Session of exchanges that name none. */
export const defaultSession = 'visitor'

export const noSession: ScenarioSession = { headers: {}, cookies: {} }
