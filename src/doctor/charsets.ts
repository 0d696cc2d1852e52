/** utf8 is an old name of utf8mb3, and 8.0.30 renamed its collations: the same under two names. */
export function charsetName(name: string): string {
  return name.replace(/\butf8mb3(?=_|\b)/g, 'utf8')
}

export function sameCharset(one: string, other: string): boolean {
  return charsetName(one) === charsetName(other)
}
