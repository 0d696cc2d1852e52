/** Names of fields whose value each stack makes for itself: CSRF tokens, nonces. */
export const ownTokenName = /token|csrf|xsrf|nonce|authenticity/i

/** Replaces such a value. */
const ownValue = '(own value)'

/** Returns a page's source without the values of hidden token fields, whatever the order of the attributes. */
export function withoutOwnTokens(source: string): string {
  return source.replace(/<(?:input|meta)\b[^<>]*>/gi, (tag) =>
    isToken(tag) ? tag.replace(valueAttribute, ownValue) : tag,
  )
}

const valueAttribute = /(?:value|content)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/i

function isToken(tag: string): boolean {
  const name = /\bname\s*=\s*["']?([^"'\s>]+)/i.exec(tag)?.[1] ?? ''
  return ownTokenName.test(name) && (/^<meta/i.test(tag) || /\btype\s*=\s*["']?hidden/i.test(tag))
}
