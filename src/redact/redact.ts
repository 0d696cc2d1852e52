import { createHmac } from 'node:crypto'
import type { Difference } from '../model/difference.js'
import type { Exchange } from '../model/exchange.js'
import type { Evidence } from '../model/finding.js'
import { headerOf, type Body, type Headers, type Request } from '../model/http.js'
import type { Judgement } from '../model/judgement.js'
import type { Pair } from '../model/pair.js'
import { changed, changedInside, type Scrub } from './body.js'
import { isSecretField, isSecretHeader, secretsOf, secretsOfHead } from './secrets.js'

/** Replaces one secret by a hash that only the same key makes again: equality survives, the value does not. */
export type Concealer = (secret: string) => string

/** @param key at least 16 random bytes, kept outside the recording. */
export function concealerFor(key: Uint8Array): Concealer {
  return (secret) => `[hidden ${createHmac('sha256', key).update(secret).digest('hex').slice(0, 16)}]`
}

/** A pair and its judgement as they may be written to a disk. */
export function redact(
  pair: Pair,
  judgement: Judgement,
  conceal: Concealer,
): { readonly pair: Pair; readonly judgement: Judgement } {
  const scrub = scrubber(secretsOf(pair), conceal)
  return {
    pair: {
      ...pair,
      request: redactRequest(pair.request, scrub, conceal),
      legacy: redactExchange(pair.legacy, scrub, conceal),
      candidate: redactExchange(pair.candidate, scrub, conceal),
      ...(pair.control === undefined ? {} : { control: redactExchange(pair.control, scrub, conceal) }),
    },
    judgement: redactJudgement(judgement, scrub),
  }
}

/** The target and header fields of a request alone, as they may be written: what `redact` makes of them in a pair. */
export function redactHead(
  { target, headers }: Pick<Request, 'target' | 'headers'>,
  conceal: Concealer,
): Pick<Request, 'target' | 'headers'> {
  const scrub = scrubber(secretsOfHead({ target, headers }), conceal)
  return { target: scrub(concealFields(target, conceal)), headers: redactHeaders(headers, scrub, conceal) }
}

function scrubber(secrets: readonly string[], conceal: Concealer): Scrub {
  const replacements = secrets.map((secret) => [secret, conceal(secret)] as const)
  return (text) => replacements.reduce((clean, [secret, hidden]) => clean.replaceAll(secret, hidden), text)
}

function redactRequest(request: Request, scrub: Scrub, conceal: Concealer): Request {
  return {
    ...request,
    target: scrub(concealFields(request.target, conceal)),
    headers: redactHeaders(request.headers, scrub, conceal),
    body: redactForm(request.body, scrub, conceal),
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
            body: scrubBody(response.body, headerOf(response.headers, 'content-encoding'), scrub),
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
  if (isSecretHeader(name)) return conceal(value)
  if (name.toLowerCase() === 'cookie')
    return value
      .split(/;\s*/)
      .map((one) => concealValue(one, conceal))
      .join('; ')
  if (name.toLowerCase() === 'set-cookie') return concealSetCookie(value, conceal)
  return scrub(concealFields(value, conceal))
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

/** Hides the values of secret fields in a query string or a form, wherever it stands in a text. */
function concealFields(text: string, conceal: Concealer): string {
  return text.replace(/([?&]|^)([^=&?#\s]{1,80})=([^&#\s]+)/g, (whole, before: string, name: string, value: string) =>
    isSecretField(name) ? `${before}${name}=${conceal(value)}` : whole,
  )
}

function redactForm(body: Body, scrub: Scrub, conceal: Concealer): Body {
  if (body.bytes.byteLength === 0) return body
  return changed(body, (text) => scrub(concealJsonFields(concealFields(text, conceal), conceal)))
}

function concealJsonFields(text: string, conceal: Concealer): string {
  return text.replace(
    /"([^"\\]{1,80})"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g,
    (whole, name: string, colon: string, value: string) =>
      isSecretField(name) ? `"${name}"${colon}"${conceal(value)}"` : whole,
  )
}

function scrubBody(body: Body, coding: string | undefined, scrub: Scrub): Body {
  if (body.bytes.byteLength === 0) return body
  return coding === undefined || coding === 'identity' ? changed(body, scrub) : changedInside(body, coding, scrub)
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
      title: scrub(sighting.title),
      evidence: scrubEvidence(sighting.evidence, scrub),
    })),
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
