import { createHash } from 'node:crypto'

/**
 * Maximum length of a secret that is searched for in other spellings: a PEM key of 16,384 bits is shorter. Longer ones are whole pages that
 * a cut value ran into.
 */
const maxEscapedLength = 16 * 1024

/**
 * Returns the spellings in which a secret usually appears elsewhere: as it is; escaped for SQL, JSON, HTML or a URL; in base64; cut as PHP's
 * traces cut arguments; and as the MD5, SHA-1 or SHA-256 that a database keeps in its place.
 *
 * @param shortest minimum length of the secret, because a shorter one is likely an ordinary word. Its hashes are returned all the same.
 */
export function spellingsOf(secret: string, shortest: number): ReadonlySet<string> {
  const spellings = new Set<string>()
  if (secret.length >= shortest) {
    spellings.add(secret)
    if (secret.length <= maxEscapedLength) {
      addEscaped(secret, spellings)
      addBase64(Buffer.from(secret), spellings)
    }
    addCut(secret, spellings)
  }
  for (const algorithm of ['md5', 'sha1', 'sha256']) addHash(createHash(algorithm).update(secret).digest(), spellings)
  return spellings
}

function addEscaped(secret: string, spellings: Set<string>): void {
  if (!/[^\w.~-]/.test(secret)) return
  const json = JSON.stringify(secret).slice(1, -1)
  for (const text of [json, json.replace(/[\u0080-\uffff]/g, escapedInJson)]) {
    spellings.add(text).add(text.replaceAll('/', '\\/'))
    // As PHP's JSON_HEX_* flags write them, and Python and Go within pages.
    const inPage = text.replaceAll('\\"', '"').replace(/[<>&'"]/g, escapedInJson)
    for (const hex of [inPage, inPage.replaceAll('/', '\\/')])
      spellings
        .add(hex)
        .add(hex.replace(/\\u00../g, lowerCase))
        .add(hex.replace(/\\u00../g, upperCase))
  }
  spellings
    .add(secret.replace(/['"\\]/g, '\\$&'))
    .add(secret.replace(/['\\]/g, '\\$&'))
    .add(secret.replaceAll("'", "''"))
  spellings.add(secret.replaceAll('\\', '\\\\').replaceAll("'", "''"))
  addEncoded(secret, spellings)
  const page = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const quoted = page.replaceAll('"', '&quot;')
  for (const text of [page, quoted]) spellings.add(text)
  for (const [double, single] of [
    ['&quot;', '&#039;'],
    ['&quot;', '&#39;'],
    ['&quot;', '&apos;'],
    ['&#34;', '&#39;'],
    ['&quot;', '&#x27;'],
  ] as const)
    spellings.add(page.replaceAll('"', double).replaceAll("'", single))
}

function addEncoded(secret: string, spellings: Set<string>): void {
  const url = encodedInUrl(secret)
  // As RFC 3986 and PHP's rawurlencode encode them, and as forms are sent.
  for (const text of [url, url.replace(/[!'()*]/g, percent), url.replace(/[!'()~]/g, percent)])
    for (const each of [text, text.replaceAll('%20', '+')]) spellings.add(each).add(each.replace(/%../g, lowerCase))
}

function addBase64(bytes: Buffer, spellings: Set<string>): void {
  // Without padding, which may or may not follow.
  const plain = bytes.toString('base64').replace(/=+$/, '')
  for (const text of [plain, plain.replaceAll('/', '\\/'), bytes.toString('base64url')]) spellings.add(text)
  if (/[+/]/.test(plain)) addEncoded(plain, spellings)
}

function addHash(hash: Buffer, spellings: Set<string>): void {
  const hex = hash.toString('hex')
  spellings.add(hex).add(hex.toUpperCase())
  addBase64(hash, spellings)
}

/** PHP's zend.exception_string_param_max_len cuts to fifteen bytes and adds three dots. */
function addCut(secret: string, spellings: Set<string>): void {
  if (secret.length > 15) spellings.add(`${secret.slice(0, 15)}...`)
}

function escapedInJson(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function encodedInUrl(text: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    return text // half a surrogate pair
  }
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

function lowerCase(text: string): string {
  return text.toLowerCase()
}

function upperCase(text: string): string {
  return `\\u${text.slice(2).toUpperCase()}`
}
