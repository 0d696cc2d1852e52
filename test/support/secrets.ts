import { createHash, randomBytes } from 'node:crypto'

/** Secrets as people and machines make them, another one each time. */
export const secretKinds = {
  hexadecimal: () => `${randomBytes(15).toString('hex')}f7`,
  letters: () => Array.from(randomBytes(32), (byte) => String.fromCharCode(97 + (byte % 26))).join(''),
  base64url: () => `A9z${randomBytes(30).toString('base64url')}`,
  typed: () => `Pä's&${randomBytes(4).toString('hex')}/"<w>+ 9`,
} as const

export function aJwt(): string {
  const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url')
  const payload = { sub: randomBytes(6).toString('hex') }
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}.${randomBytes(32).toString('base64url')}`
}

/** What a private key holds, in lines of 64 characters. */
export function aKey(): string {
  return randomBytes(96).toString('base64').replace(/.{64}/g, '$&\n')
}

/** Everything that would give a secret away, by what it is called: written out here, not taken from the product. */
export function tracesOf(secret: string): ReadonlyMap<string, string> {
  const traces = new Map<string, string>([
    ['clear', secret],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['JSON with \\/', JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/')],
    ['percent-encoded', encodeURIComponent(secret)],
    ['percent-encoded in small letters', encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase())],
    ['sent as a form', new URLSearchParams({ '': secret }).toString().slice(1)],
    ['in HTML', escaped(secret, '&quot;', '&#039;')],
    ['in HTML without quotes', secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
    ['in HTML as Python writes it', escaped(secret, '&quot;', '&#x27;')],
    ['in SQL', secret.replace(/['"\\]/g, '\\$&')],
    ['in SQL, doubled', secret.replaceAll("'", "''")],
    ['base64', Buffer.from(secret).toString('base64').replace(/=+$/, '')],
    ['base64url', Buffer.from(secret).toString('base64url')],
  ])
  for (const algorithm of ['md5', 'sha1', 'sha256']) {
    const hash = createHash(algorithm).update(secret).digest()
    traces.set(algorithm, hash.toString('hex'))
    traces.set(`${algorithm} in capitals`, hash.toString('hex').toUpperCase())
    traces.set(`${algorithm} in base64`, hash.toString('base64'))
    traces.set(`${algorithm} in base64url`, hash.toString('base64url'))
  }
  return traces
}

function escaped(text: string, double: string, single: string): string {
  const plain = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return plain.replaceAll('"', double).replaceAll("'", single)
}
