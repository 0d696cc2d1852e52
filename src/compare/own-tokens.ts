/** Names of fields whose value each stack makes for itself: tokens against forged requests, nonces. */
export const ownTokenName = /token|csrf|xsrf|nonce|authenticity/i

/** What stands for such a value. */
const ownValue = '(own value)'

/** A page's source with the values of hidden token fields taken out, whatever the order of the attributes. */
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
