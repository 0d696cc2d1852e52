import { createHmac } from 'node:crypto'
import type { Difference } from '../model/difference.js'
import type { Exchange } from '../model/exchange.js'
import type { Evidence } from '../model/finding.js'
import { headerOf, type Body, type Headers, type Request } from '../model/http.js'
import type { Judgement } from '../model/judgement.js'
import type { Pair } from '../model/pair.js'
import { changed, changedInside, type Scrub } from './body.js'
import { withoutCards } from './cards.js'
import { replaceSecretFields } from './fields.js'
import { isPersonalHeader, isSecretHeader } from './secret-names.js'
import { secretsOf, secretsOfHead } from './secrets.js'
import { userPatterns } from './user-patterns.js'

/** Replaces one secret by a hash that only the same key makes again: equality survives, the value does not. */
export type Concealer = (secret: string) => string

/** @param key at least 16 random bytes, kept outside the recording. */
export function concealerFor(key: Uint8Array): Concealer {
  return (secret) => `[hidden ${createHmac('sha256', key).update(secret).digest('hex').slice(0, 16)}]`
}

/** Takes out what must not reach a disk. */
export interface Redactor {
  /** A pair and its judgement as they may be written. */
  readonly pair: (pair: Pair, judgement: Judgement) => { readonly pair: Pair; readonly judgement: Judgement }
  /** The target and header fields of a request alone: the same as `pair` makes of them. */
  readonly head: (head: Pick<Request, 'target' | 'headers'>) => Pick<Request, 'target' | 'headers'>
}

/**
 * @param key at least 16 random bytes, kept outside the recording.
 * @param patterns regular expressions of what else is a secret to this user.
 */
export function redactorFor(key: Uint8Array, patterns: readonly string[]): Redactor {
  const conceal = concealerFor(key)
  const withoutUsers = userPatterns(patterns)
  const scrubFor = (secrets: readonly string[]): Scrub => {
    const replacements = secrets.map((secret) => [secret, conceal(secret)] as const)
    return (text) => {
      const known = replacements.reduce((clean, [secret, hidden]) => clean.replaceAll(secret, hidden), text)
      return withoutUsers(withoutCards(known, conceal), conceal)
    }
  }
  return {
    pair(pair, judgement) {
      const scrub = scrubFor(secretsOf(pair))
      return {
        pair: {
          ...pair,
          route: scrub(pair.route),
          request: redactRequest(pair.request, scrub, conceal),
          legacy: redactExchange(pair.legacy, scrub, conceal),
          candidate: redactExchange(pair.candidate, scrub, conceal),
          ...(pair.control === undefined ? {} : { control: redactExchange(pair.control, scrub, conceal) }),
        },
        judgement: redactJudgement(judgement, scrub),
      }
    },
    head({ target, headers }) {
      const scrub = scrubFor(secretsOfHead({ target, headers }))
      return { target: redactTarget(target, scrub, conceal), headers: redactHeaders(headers, scrub, conceal) }
    },
  }
}

function redactTarget(target: string, scrub: Scrub, conceal: Concealer): string {
  return scrub(replaceSecretFields(target, conceal))
}

function redactRequest(request: Request, scrub: Scrub, conceal: Concealer): Request {
  return {
    ...request,
    target: redactTarget(request.target, scrub, conceal),
    headers: redactHeaders(request.headers, scrub, conceal),
    body: redactFields(request.body, headerOf(request.headers, 'content-encoding'), scrub, conceal),
  }
}

function redactExchange(exchange: Exchange, scrub: Scrub, conceal: Concealer): Exchange {
  const { response, log } = exchange
  return {
    ...exchange,
    ...(response === undefined
      ? {}
      : {
          response: {
            ...response,
            headers: redactHeaders(response.headers, scrub, conceal),
            body: redactFields(response.body, headerOf(response.headers, 'content-encoding'), scrub, conceal),
          },
        }),
    ...(log === undefined ? {} : { log: log.map(scrub) }),
    statements: exchange.statements.map((statement) => ({
      ...statement,
      sql: scrub(statement.sql),
      ...(statement.parameters === undefined
        ? {}
        : {
            parameters: statement.parameters.map((value) => (typeof value === 'string' ? scrub(value) : value)),
          }),
      ...(statement.error === undefined
        ? {}
        : { error: { ...statement.error, message: scrub(statement.error.message) } }),
    })),
  }
}

function redactHeaders(headers: Headers, scrub: Scrub, conceal: Concealer): Headers {
  return headers.map(([name, value]) => [name, redactHeader(name, value, scrub, conceal)])
}

function redactHeader(name: string, value: string, scrub: Scrub, conceal: Concealer): string {
  if (isSecretHeader(name) || isPersonalHeader(name)) return conceal(value)
  if (name.toLowerCase() === 'cookie')
    return value
      .split(/;\s*/)
      .map((one) => concealValue(one, conceal))
      .join('; ')
  if (name.toLowerCase() === 'set-cookie') return concealSetCookie(value, conceal)
  return scrub(replaceSecretFields(value, conceal))
}

function concealSetCookie(value: string, conceal: Concealer): string {
  const [pair = '', ...attributes] = value.split(';')
  return [concealValue(pair, conceal), ...attributes].join(';')
}

/** `name=value` with the value hidden; an empty value stays, that a cookie was deleted is no secret. */
function concealValue(pair: string, conceal: Concealer): string {
  const at = pair.indexOf('=')
  const value = pair.slice(at + 1)
  return at === -1 || value === '' ? pair : `${pair.slice(0, at + 1)}${conceal(value)}`
}

/** A body by its fields and by what is known to be a secret, also inside its coding. */
function redactFields(body: Body, coding: string | undefined, scrub: Scrub, conceal: Concealer): Body {
  if (body.bytes.byteLength === 0) return body
  const clean: Scrub = (text) => scrub(replaceSecretFields(text, conceal))
  return coding === undefined || coding === 'identity' ? changed(body, clean) : changedInside(body, coding, clean)
}

function redactJudgement(judgement: Judgement, scrub: Scrub): Judgement {
  return {
    ...judgement,
    differences: judgement.differences.map((difference) => redactDifference(difference, scrub)),
    noise: judgement.noise.map(({ difference, source }) => ({
      difference: redactDifference(difference, scrub),
      source,
    })),
    sightings: judgement.sightings.map((sighting) => ({
      ...sighting,
      key: scrub(sighting.key),
      title: scrub(sighting.title),
      evidence: scrubEvidence(sighting.evidence, scrub),
    })),
    // Their statements stay as they are: they are asked, never written.
    questions: judgement.questions.map((question) => ({ ...question, key: scrub(question.key) })),
  }
}

function redactDifference(difference: Difference, scrub: Scrub): Difference {
  return {
    ...difference,
    ...(difference.legacy === undefined ? {} : { legacy: scrub(difference.legacy) }),
    ...(difference.candidate === undefined ? {} : { candidate: scrub(difference.candidate) }),
  }
}

function scrubEvidence(evidence: Evidence, scrub: Scrub): Evidence {
  return Object.fromEntries(
    Object.entries(evidence).map(([name, value]) => [name, typeof value === 'string' ? scrub(value) : value]),
  )
}
