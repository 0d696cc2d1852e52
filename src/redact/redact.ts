import { emptyBody } from '../compare/read/body.js'
import { pairLegs, readPair, type PairPart, type ReadBodies } from '../compare/read/pair.js'
import type { Exchange } from '../model/exchange.js'
import type { Body, Headers, Request } from '../model/http.js'
import type { Judgement } from '../model/judgement.js'
import type { Pair } from '../model/pair.js'
import { searchedBody, type Scrub, type SearchedBody } from './body.js'
import { withoutCards } from './cards.js'
import { concealerFor, type Concealer } from './concealer.js'
import { earlierSecrets } from './earlier-secrets.js'
import { replaceSecretFields } from './fields.js'
import { replaceSecretForms } from './forms.js'
import { redactAddress, redactHeaders } from './headers.js'
import { literalsOf, withoutLiterals, type Literals } from './literals.js'
import { markStart, withoutMarks } from '../model/marks.js'
import { redactJudgement } from './said.js'
import { secretsOfBody, secretsOfHead, secretsOfHeaders, secretsOfTarget } from './secrets.js'
import { redactStatement } from './statements.js'
import { userPatterns } from './user-patterns.js'

/** Removes what must not reach a disk. */
export interface Redactor {
  /**
   * Returns a pair and its judgement as they may be written. In an incomparable pair nobody looked at the answers, so they are also searched
   * for secrets of earlier requests.
   *
   * @param bodies the pair's bodies, if they have been read.
   */
  readonly pair: (
    pair: Pair,
    judgement: Judgement,
    bodies?: ReadBodies,
  ) => { readonly pair: Pair; readonly judgement: Judgement }
  /** Returns a scrub for texts that are shown or kept on their own: it removes secrets found in them, and secrets of earlier requests. */
  readonly textScrub: () => Scrub
  /** Returns the target and header fields of a request as they may be kept. */
  readonly head: (head: Pick<Request, 'target' | 'headers'>) => Pick<Request, 'target' | 'headers'>
  /** Returns header fields as they may be kept, and their secrets, which must not stand in a target: for callers that handle many targets. */
  readonly headers: (headers: Headers) => { readonly headers: Headers; readonly secrets: Literals }
  /**
   * Returns a target as it may be kept.
   * @param secrets those of the header fields that came with it.
   */
  readonly target: (target: string, secrets: Literals) => string
}

/** Maximum number of a pair's secrets that are searched for; with more, its loose texts are hidden whole. No honest page has so many. */
const maxSecrets = 10_000
/** Maximum number of a pair's secrets with a hash of their own; the rest, found only in hostile bodies, share one mark. */
const maxHashes = 20_000
const mark = `${markStart}0000000000000000]`

/**
 * Returns a redactor whose marks are keyed hashes.
 *
 * @param key at least 16 random bytes, kept outside the recording.
 * @param patterns regular expressions for what else is a secret to this user.
 */
export function redactorFor(key: Uint8Array, patterns: readonly string[]): Redactor {
  return redactorWith(concealerFor(key), patterns)
}

export function redactorWith(conceal: Concealer, patterns: readonly string[]): Redactor {
  const withoutUsers = userPatterns(patterns)
  const earlier = earlierSecrets(conceal)
  const scrubFor = (literals: Literals, hide: Concealer): Scrub => {
    const withoutKnown = withoutLiterals(literals)
    return (text) => {
      const withoutFields = replaceSecretForms(replaceSecretFields(text, hide), hide)
      return withoutUsers(withoutCards(withoutKnown(withoutFields), hide), hide)
    }
  }
  const headersWith = (literals: Literals, headers: Headers): Headers =>
    redactHeaders(headers, scrubFor(literals, conceal), conceal)

  return {
    pair: (pair, judgement, bodies = readPair(pair)) => {
      const open = searchedBodies(pair, bodies)
      const hide = remembering(conceal, earlier.known)
      const own = secretsOf(pair, open)
      const secrets = new Set(judgement.incomparable === undefined ? own : [...own, ...earlier.known.keys()])
      const scrub = scrubFor(literalsOf(secrets.size > maxSecrets ? [] : secrets, hide), hide)
      const scrubLoose = secrets.size > maxSecrets ? hide : scrub
      earlier.remember([...secretsOfHead(pair.request), ...secretsOfBody(open.request.text, 'request')])
      return {
        pair: redactPair(pair, open, { scrub, scrubLoose, hide }),
        judgement: redactJudgement(judgement, scrubLoose, hide),
      }
    },
    textScrub: () => scrubFor(literalsOf(earlier.known.keys(), conceal), conceal),
    head: ({ target, headers }) => {
      const literals = literalsOf(new Set(secretsOfHead({ target, headers })), conceal)
      return {
        target: redactAddress(target, scrubFor(literals, conceal), conceal),
        headers: headersWith(literals, headers),
      }
    },
    headers: (headers) => {
      const own = secretsOfHeaders(headers)
      const secrets = literalsOf(new Set(own), conceal)
      earlier.remember(own)
      return { headers: headersWith(secrets, headers), secrets }
    },
    target: (target, secrets) => {
      const own = secretsOfTarget(target)
      const literals = own.length === 0 ? secrets : new Map([...literalsOf(own, conceal), ...secrets])
      return redactAddress(target, scrubFor(literals, conceal), conceal)
    },
  }
}

/** Remembers hashes, because many a secret stands at ten places of a pair. */
function remembering(conceal: Concealer, earlier: Literals): Concealer {
  const known = new Map<string, string>()
  return (secret) => {
    const before = known.get(secret) ?? earlier.get(secret)
    if (before !== undefined) return before
    if (known.size >= maxHashes) return mark
    const hidden = conceal(secret)
    known.set(secret, hidden)
    return hidden
  }
}

interface SearchedBodies {
  readonly request: SearchedBody
  readonly answers: ReadonlyMap<Exchange, SearchedBody>
}

function legsOf({ legacy, candidate, control }: Pair): Exchange[] {
  return control === undefined ? [legacy, candidate] : [legacy, candidate, control]
}

function searchedBodies(pair: Pair, bodies: ReadBodies): SearchedBodies {
  const searched = (part: PairPart, { body }: { readonly body: Body }): SearchedBody =>
    searchedBody(body, bodies.body(part) ?? emptyBody)
  const answers = pairLegs.flatMap((name): [Exchange, SearchedBody][] => {
    const leg = pair[name]
    return leg?.response === undefined ? [] : [[leg, searched(name, leg.response)]]
  })
  return { request: searched('request', pair.request), answers: new Map(answers) }
}

/** Returns the values that must not reach a disk wherever in the pair they stand. */
function secretsOf(pair: Pair, { request, answers }: SearchedBodies): string[] {
  return [
    ...secretsOfHead(pair.request),
    ...secretsOfBody(request.text, 'request'),
    ...legsOf(pair).flatMap(({ response }) => secretsOfHeaders(response?.headers ?? [])),
    ...[...answers.values()].flatMap(({ text }) => secretsOfBody(text, 'answer')),
  ]
}

/** What removes the secrets from one pair. */
interface Scrubs {
  readonly scrub: Scrub
  /** For statements, log lines and the judgement. */
  readonly scrubLoose: Scrub
  readonly hide: Concealer
}

function redactPair(pair: Pair, open: SearchedBodies, scrubs: Scrubs): Pair {
  const { scrub, hide } = scrubs
  return {
    ...pair,
    route: withoutMarks(scrub(pair.route)),
    request: {
      ...pair.request,
      target: redactAddress(pair.request.target, scrub, hide),
      headers: redactHeaders(pair.request.headers, scrub, hide),
      body: open.request.scrubbed(scrub),
    },
    legacy: redactExchange(pair.legacy, open, scrubs),
    candidate: redactExchange(pair.candidate, open, scrubs),
    ...(pair.control === undefined ? {} : { control: redactExchange(pair.control, open, scrubs) }),
  }
}

function redactExchange(
  exchange: Exchange,
  { answers }: SearchedBodies,
  { scrub, scrubLoose, hide }: Scrubs,
): Exchange {
  const { response, log, made } = exchange
  return {
    ...exchange,
    ...(response === undefined
      ? {}
      : {
          response: {
            ...response,
            headers: redactHeaders(response.headers, scrub, hide),
            body: answers.get(exchange)?.scrubbed(scrub) ?? response.body,
          },
        }),
    ...(log === undefined ? {} : { log: log.map(scrubLoose) }),
    ...(made === undefined ? {} : { made: made.map(({ key, value }) => ({ key, value: scrub(value) })) }),
    statements: exchange.statements.map((statement) => redactStatement(statement, scrubLoose, hide)),
  }
}
