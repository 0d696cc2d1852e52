import { memoized } from '../base/bounded.js'
import { isUuid, looksRandom } from '../model/random-text.js'

/** Headers whose whole value is a secret. */
const secretHeader =
  /^(?:proxy-)?authorization$|api-?key$|(?:auth|access|refresh|session|security)-token$|secret|password/

/** Headers that identify a visitor: hidden, but not searched for elsewhere, because an address says little and stands everywhere. */
const personalHeaders = new Set([
  'x-forwarded-for',
  'forwarded',
  'x-real-ip',
  'x-client-ip',
  'cf-connecting-ip',
  'true-client-ip',
])

/** Quick check that nearly every name fails: only those that pass are examined. */
const worthALook =
  /pass|pwd|pw|mdp|mot|secret|key|token|card|pan|cc|cv|csc|code|carte|cb|crypto|iban|exp|sess|sid|sig|auth|jw[ts]|otp|pin|tan|hmac|state|ticket|login|bearer|cred|reset|activ|confirm|invit|magic|verif|recover|remember|access|share|sso|saml|assert|sas|%|\\|[^ -~]/i

/** Names of credentials and of what is printed on a payment card, in English and French; `_` stands around each word. */
const always = anyOf(
  /passw(?:or)?[dt]|passphrase|passcode|(?<!com|by|sur|tres)pass\d*_$|_p(?:s?wd?)\d*_|mot_?de_?passe|_mdp\d*_|secret/,
  /(?:api|private|encryption|signing|access)_?key/,
  /(?:access|refresh|id|auth|bearer|session)_?token_(?!type|url|uri|expires|endpoint)/,
  /_t?otp_|_pin_?(?:code)?_$|(?:mfa|2fa|one_?time|verification|recovery)_?(?:code|pin)_$/,
  /card_?(?:number|num|no|nr|code|exp|cv|csc|pan|security|verification)|(?:credit|debit|bank|payment)_?card_$|_pan_/,
  /_cc_?(?:number|num|no|nr|exp\w*|code|cv[cvn]?2?|cid|code)?_|_cv(?:[cn]|v2?|c2)_|_csc_|security_?code/,
  /carte(?:_?(?:bancaire|bleue|credit|num\w*|no|exp\w*|code|crypto\w*))?_$|_cb_?(?:num\w*|no|exp\w*|code|crypto\w*)_/,
  /_crypto_$|cryptogramme|_iban_|_expiry_/,
  /_exp(?:iry|iration|ire)?_?(?:month|year|date|mois|annee|mm|yy|yyyy)_|date_?(?:d_?)?exp(?:ir\w*)?_/,
)

/** Names of logins, sessions and signatures: the value is a secret unless it is a plain word. */
const tokenLike = anyOf(
  /_(?:\w+_)?(?:token|jwt|jws)_(?:(?:value|key|hash|id|string)_)?$/,
  /_(?:php|j|asp|asp_net_)?sess(?:ion)?_?(?:id|key|hash)\w*_$|_(?:\w+_)?sid_$|_session_$|aspsessionid/,
  /_(?:\w+_)?(?:sig|signature|hmac|bearer|credentials?|assertion)_$|_saml_?(?:request|response|art)_$|_code_verifier_$/,
  /(?:login|auth|reset|activ\w*|confirm\w*|invit\w*|magic|verif\w*|recover\w*|remember\w*|unsubscribe|access|share|sso)_?(?:key|code|hash|link|id|ticket)_$/,
  /_auth_$|_ticket_$|_sas_$|_remember_me_$/,
)

/** Everyday names that keys have, too: the value is a secret only if it looks random. */
const sometimes = /_(?:\w+_)?(?:key|code|state|access|login|cred)_$/

/** Names of CSRF tokens: worthless without their session, and a replay must find them again. */
const ownToken = /csrf|xsrf|nonce|authenticity/

/** Names of what is said about a secret, which is not secret. */
const aboutSecrets =
  /_(?:type|label|placeholder|ur[il]|href|length|min|max|policy|strength|expires(?:_in)?|lifetime|ttl|required|enabled|count|limit|error|message|algo(?:rithm)?|regex|pattern)_$/

/** How much the name of a field says about its value. */
export type Secrecy = 'always' | 'token' | 'random' | 'none'

export function isSecretHeader(name: string): boolean {
  return secretHeader.test(name.toLowerCase())
}

export function isPersonalHeader(name: string): boolean {
  return personalHeaders.has(name.toLowerCase())
}

/** Returns the secrecy of a name however it is written: `cardNumber`, `card-number`, `payment[card_number]`, `payment%5Bcard_number%5D`. */
export const secrecyOf: (name: string) => Secrecy = memoized(
  (name) => (worthALook.test(name) ? secrecyOfWords(inWords(name), name) : 'none'),
  { max: 2000 }, // a site has a few hundred names
)

/** True for a field whose value is a secret whatever it is. */
export function isSecretField(name: string): boolean {
  return secrecyOf(name) === 'always'
}

/**
 * True when the name of a field and its value make a secret.
 * @param value decoded.
 */
export function isSecretValue(name: string, value: string): boolean {
  return holdsSecret(secrecyOf(name), value)
}

/**
 * True when a field of this secrecy holds a secret.
 * @param value decoded.
 */
export function holdsSecret(secrecy: Secrecy, value: string): boolean {
  switch (secrecy) {
    case 'always':
      return true
    case 'token':
      return isTokenOf(value)
    case 'random':
      return looksRandom(value) && !isUuid(value)
    case 'none':
      return false
  }
}

/**
 * True for a text without white space of at least sixteen characters that is not lower-case words joined by `-` or `_`, or of at least eight
 * with a digit: anything else is a word, a number or a state.
 */
function isTokenOf(value: string): boolean {
  if (value.length < 8 || /\s/.test(value)) return false
  return value.length >= 16 ? !/^[a-z]+(?:[_-][a-z]+)+$/.test(value) : /\d/.test(value)
}

function secrecyOfWords(words: string, name: string): Secrecy {
  if (aboutSecrets.test(words)) return 'none'
  if (always.test(words)) return 'always'
  if (ownToken.test(words) || name === '_token') return 'none'
  if (tokenLike.test(words)) return 'token'
  return sometimes.test(words) ? 'random' : 'none'
}

function inWords(name: string): string {
  const words = unescaped(name)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
  return `_${words.toLowerCase().replace(/[^a-z\d]+/g, '_')}_`.replace(/__+/g, '_')
}

/** Undoes the escapes of a URL, and those of JSON for accents. */
function unescaped(name: string): string {
  const plain = name.replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain // not valid percent-encoding, but still a name
  }
}

function anyOf(...expressions: readonly RegExp[]): RegExp {
  return new RegExp(expressions.map(({ source }) => source).join('|'))
}
