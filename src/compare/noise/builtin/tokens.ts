import type { NoiseLearner } from '../learner.js'

const name = String.raw`(?:[\w-]*(?:csrf|xsrf|nonce|token|session|sessid)[\w-]*|\bsid\b)`
/** Letters and digits mixed: a count or a word is content, whatever its name. */
const secret = String.raw`(?=[\w+/=.-]*\d)(?=[\w+/=.-]*[a-zA-Z])[\w+/=.-]{6,}`
const named = new RegExp(`(${name}["']?\\s*(?:=|:|&quot;:&quot;)\\s*["']?)${secret}`, 'gi')
const inPath = new RegExp(name, 'i')
const wholeSecret = new RegExp(`^"?${secret}"?$`)

/** Session ids, nonces and tokens against forged requests, by the names that they stand under. */
export const tokens: NoiseLearner = {
  id: 'tokens',
  about: 'Values under the names of tokens, nonces and session ids.',
  mask: (value, path) => (inPath.test(path) && wholeSecret.test(value) ? '(token)' : value.replace(named, '$1(token)')),
}
