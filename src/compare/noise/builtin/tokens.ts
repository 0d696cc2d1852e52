import type { NoiseLearner } from '../learner.js'

/** Matches `csrf_token`, `_wpnonce` and `PHPSESSID`, but not `training_sessions`. */
const name = String.raw`(?:csrf|xsrf|nonce|token|authenticity|sessid|session[_-]?(?:id|key|hash)|\bsid\b)`
/** Letters and digits mixed: a count or a word is content, whatever its name. */
const mixed = String.raw`(?=[\w+/=.-]{0,200}\d)(?=[\w+/=.-]{0,200}[a-zA-Z])[\w+/=.-]{6,400}`
const secret = String.raw`(?:${mixed}|[0-9a-f]{10,400}|\[hidden(?: |%20)[0-9a-f]{16}\])`
const end = String.raw`(?![\w(.])`
const quoted = new RegExp(`(${name}[\\w-]{0,40}["']?\\s{0,3}(?::|=|=>)\\s{0,3}["'])${secret}(?=["'])`, 'gi')
const inAddress = new RegExp(`(${name}[\\w-]{0,40}=)${secret}${end}`, 'gi')
const inName = new RegExp(name, 'i')
const wholeSecret = new RegExp(`^"?${secret}"?$`, 'i')

/** Masks session ids, nonces and CSRF tokens by the names that they stand under. */
export const tokens: NoiseLearner = {
  id: 'tokens',
  about: 'Values under the names of tokens, nonces and session ids.',
  mask: (value, path) =>
    isNameOfToken(lastName(path)) && wholeSecret.test(value)
      ? '(token)'
      : value.replace(quoted, '$1(token)').replace(inAddress, '$1(token)'),
}

export function isNameOfToken(text: string): boolean {
  return inName.test(text)
}

/** Returns the last name of a place: `csrf_token` of `$.form.csrf_token`. */
export function lastName(path: string): string {
  const [from] = [path.lastIndexOf(' > '), path.lastIndexOf('.'), path.lastIndexOf('/')].sort(
    (one, other) => other - one,
  )
  return path.slice((from ?? -1) + 1)
}
