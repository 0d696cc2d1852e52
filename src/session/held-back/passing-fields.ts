import type { Headers } from '../../model/http.js'
import { looksRandom } from '../../model/value-form.js'
import { cookiesOf, isCredentialField, standsIn, type Credential } from './request-values.js'
import { spelledOut } from './spellings.js'

export interface Holding {
  readonly isHeld: (cookie: Credential) => boolean
  /** True for a header field that the user named as harmless. */
  readonly isNamed: (name: string) => boolean
  readonly isHarmlessCredential: (credential: Credential) => boolean
  /** True when a value that legacy gave to a client stands in the text. */
  readonly isIssued: (text: string) => boolean
}

/** Fields whose random parts identify no session: the boundary of a multipart body, a browser's build. */
const ofTheRequest = /^(?:host|accept(?:-.*)?|user-agent|content-.*|sec-.*|origin|via|x-forwarded-.*|forwarded)$/

/** A header field with what is examined each time, worked out once per list of fields, because traffic repeats them. */
interface Read {
  readonly field: readonly [name: string, value: string]
  /** In lower case. */
  readonly name: string
  readonly cookies?: readonly { readonly text: string; readonly cookie: Credential }[]
  readonly text: string
  readonly random: boolean
  readonly isNamed: boolean
  readonly isCredential: boolean
}

/** Returns a filter for the header fields that other legs may have: it drops what identifies somebody on legacy. */
export function passingFields(holding: Holding): (headers: Headers) => Headers {
  const known = new WeakMap<Headers, { readonly read: readonly Read[]; latest: { key: string; headers: Headers } }>()

  const valueThatPasses = (read: Read, held: readonly Credential[]): string | undefined => {
    const { cookies, field, name, text, random, isNamed, isCredential } = read
    if (cookies !== undefined) {
      if (cookies.length === 0) return field[1]
      const passed = cookies.filter(({ cookie }) => !holding.isHeld(cookie))
      return passed.length === 0 ? undefined : passed.map((each) => each.text).join('; ')
    }
    if (isNamed) return field[1]
    if (isCredential) return holding.isHarmlessCredential({ name, value: field[1] }) ? field[1] : undefined
    return random || holding.isIssued(text) || standsIn(text, held) ? undefined : field[1]
  }

  return (headers) => {
    let kept = known.get(headers)
    if (kept === undefined) {
      kept = { read: headers.map((field) => readField(field, holding)), latest: { key: '', headers: [] } }
      known.set(headers, kept)
    }
    const held = kept.read.flatMap(({ cookies = [] }) => cookies.map(({ cookie }) => cookie)).filter(holding.isHeld)
    const passed: [string, string][] = []
    let key = ''
    for (const read of kept.read) {
      const value = valueThatPasses(read, held)
      key += value === undefined ? '-' : `+${read.cookies === undefined ? '' : value}`
      if (value !== undefined) passed.push([read.field[0], value])
    }
    // The same list as last time, so that what others worked out for it can be reused.
    if (kept.latest.key !== key) kept.latest = { key, headers: passed }
    return kept.latest.headers
  }
}

function readField(field: readonly [string, string], { isNamed }: Holding): Read {
  const [given, value] = field
  const name = given.toLowerCase()
  const text = spelledOut(value)
  const random = !ofTheRequest.test(name) && looksRandom(text)
  const read = { field, name, text, random, isNamed: isNamed(name), isCredential: isCredentialField(name) }
  if (name !== 'cookie') return read
  const cookies = value.split(/;\s*/).flatMap((each) => cookiesOf(each).map((cookie) => ({ text: each, cookie })))
  return { ...read, cookies }
}
