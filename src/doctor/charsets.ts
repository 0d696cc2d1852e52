/** Returns a charset or collation under one name: utf8 is the old name of utf8mb3, and 8.0.30 renamed the collations too. */
export function charsetName(name: string): string {
  return name.replace(/\butf8mb3(?=_|\b)/g, 'utf8')
}

export function sameCharset(one: string, other: string): boolean {
  return charsetName(one) === charsetName(other)
}
