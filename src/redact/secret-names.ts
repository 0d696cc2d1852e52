/** Headers whose whole value is a secret. */
const secretHeader =
  /^(?:proxy-)?authorization$|api-?key$|(?:auth|access|refresh|session|security)-token$|secret|password/

/** Headers that say who a visitor is: hidden, but not searched for elsewhere, since an address says little and stands everywhere. */
const personalHeaders = new Set([
  'x-forwarded-for',
  'forwarded',
  'x-real-ip',
  'x-client-ip',
  'cf-connecting-ip',
  'true-client-ip',
])

/** Cheap, and true for nearly no field: only what passes is looked at in earnest. */
const worthALook = /pass|pwd|mdp|mot|secret|key|token|card|pan|cc|cv|csc|code|carte|cb|crypto|iban|exp|%|\\|[^ -~]/i

/** Words of a name with `_` around each: credentials, and what is printed on a payment card, in English and French. */
const secretName = new RegExp(
  [
    /passw(?:or)?d|passphrase|pass\d*_$|_pwd\d*_|mot_?de_?passe|_mdp\d*_|secret|(?:api|private)_?key/,
    /(?:access|refresh|id|auth|bearer|session)_?token/,
    /card_?(?:number|num|no|nr|code|exp|cv|csc|pan|security|verification)|(?:credit|debit|bank|payment)_?card_$|_pan_/,
    /_cc_?(?:number|num|no|nr|exp\w*|cv[cvn]?2?|cid|code)?_|_cv(?:[cn]|v2?|c2)_|_csc_|security_?code/,
    /carte(?:_?(?:bancaire|bleue|credit|num\w*|no|exp\w*|code|crypto\w*))?_$|_cb_?(?:num\w*|no|exp\w*|code|crypto\w*)_/,
    /_crypto_$|cryptogramme|_iban_|_expiry_/,
    /_exp(?:iry|iration|ire)?_?(?:month|year|date|mois|annee|mm|yy|yyyy)_|date_?(?:d_?)?exp(?:ir\w*)?_/,
  ]
    .map(({ source }) => source)
    .join('|'),
)

export function isSecretHeader(name: string): boolean {
  return secretHeader.test(name.toLowerCase())
}

export function isPersonalHeader(name: string): boolean {
  return personalHeaders.has(name.toLowerCase())
}

/** Names looked at before: a site has some hundred. */
const judged = new Map<string, boolean>()
const mostJudged = 2000

/** However it is written: `cardNumber`, `card-number`, `payment[card_number]`, `payment%5Bcard_number%5D`. */
export function isSecretField(name: string): boolean {
  if (!worthALook.test(name)) return false
  const before = judged.get(name)
  if (before !== undefined) return before
  if (judged.size >= mostJudged) judged.clear()
  const secret = secretName.test(inWords(name))
  judged.set(name, secret)
  return secret
}

function inWords(name: string): string {
  const words = unescaped(name)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
  return `_${words.toLowerCase().replace(/[^a-z\d]+/g, '_')}_`.replace(/__+/g, '_')
}

/** As in a URL, and as JSON escapes an accent. */
function unescaped(name: string): string {
  const plain = name.replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain // not valid percent-encoding: a name all the same
  }
}
