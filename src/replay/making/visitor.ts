import { ownTokenName } from '../../compare/own-tokens.js'
import { clientOf } from '../../model/client.js'
import { headerOf, headersOf, isSessionCookie, type Headers, type Request } from '../../model/http.js'
import type { Capture, FieldMap, ScenarioSession } from '../scenario/model.js'
import { fieldMap, fieldsOfRequest, fieldsOfSession } from './fields.js'
import { handedOut, type HandedOut } from './own-tokens.js'
import type { VariableMaker } from './variables.js'

/** Captures of one exchange, by name: later requests add to them. */
export type Captures = Map<string, Capture>

/** What the exchanges so far say of one visitor. */
export interface Visitor {
  /** A word for the visitor's user agent. */
  readonly client: string
  /** True once the visitor has sent a session that no answer had given. */
  readonly begunBefore: () => boolean
  readonly session: () => ScenarioSession
  /** True if the session says so already. */
  readonly saysAnyway: (name: string, value: string) => boolean
  readonly sends: (request: Request) => void
  /** Takes what an answer gave: cookies, and tokens for the next request. */
  readonly gets: (headers: Headers, page: string, captures: Captures) => void
  /** Returns the name of the capture that gives this value; undefined if no page handed it out. */
  readonly captureFor: (field: string, value: string) => string | undefined
}

const maxTokens = 50

/** @param freeName returns a name for a capture that no other has. */
export function newVisitor(first: Request, variables: VariableMaker, freeName: (wanted: string) => string): Visitor {
  const where = `${first.method} ${first.target.split('?', 1)[0] ?? ''}`
  const usual = fieldsOfRequest(first.headers, false).filter(([name]) => fieldsOfSession.has(name))
  const headers: FieldMap = fieldMap(
    usual.map(([name, value]) => [name, variables.template(value, name, `header ${name} of ${where}`)]),
  )
  const cookies = new Map<string, string>()
  const given = new Set<string>()
  const captureNames = new Map<string, string>()
  let tokens: readonly (HandedOut & { readonly by: Captures })[] = []
  let begunBefore = false

  return {
    client: clientOf(headerOf(first.headers, 'user-agent')).toLowerCase(),
    begunBefore: () => begunBefore,
    session: () => ({ headers, cookies: Object.fromEntries(cookies) }),
    saysAnyway: (name, value) => usual.some(([known, said]) => known === name && said === value),
    sends: (request) => {
      for (const [name, value] of cookiesIn(headersOf(request.headers, 'cookie').flatMap((one) => one.split(';')))) {
        if (given.has(name) || cookies.has(name) || measures.test(name)) continue
        // A session of one stack is none on the other, so each leg's jar begins without it.
        if (isSessionCookie(name)) begunBefore = true
        else cookies.set(name, variables.template(value, `cookie ${name}`, `cookie ${name}`))
      }
    },
    gets: (answered, page, by) => {
      const set = headersOf(answered, 'set-cookie').map((cookie) => cookie.split(';', 1)[0] ?? '')
      for (const [name] of cookiesIn(set)) given.add(name)
      tokens = [...handedOut(page).map((token) => ({ ...token, by })), ...tokens].slice(0, maxTokens)
    },
    captureFor: (field, value) => {
      const token = ownTokenName.test(field) ? tokens.find((each) => each.value === value) : undefined
      if (token === undefined) return undefined
      const name = captureNames.get(token.field) ?? freeName(identifier(token.field))
      captureNames.set(token.field, name)
      token.by.set(name, token.capture)
      return name
    },
  }
}

/** Matches cookies of services that measure visitors: no answer depends on them. */
const measures =
  /^(?:_ga|_gid|_gat|_gcl|_fb[pc]$|_hj|_pk_|__utm|_cl(?:ck|sk)$|_uet|ajs_|mp_|amplitude|__hs)|^__proto__$/

function cookiesIn(pairs: readonly string[]): [name: string, value: string][] {
  return pairs.flatMap((pair): [string, string][] => {
    const at = pair.indexOf('=')
    return at < 1 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()]]
  })
}

function identifier(field: string): string {
  const words = field
    .replace(/\W+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40)
  return /^[A-Za-z]/.test(words) ? words : `token_${words}`
}
