/** True for a SELECT, as far as its first word tells; in parentheses too. */
export function isSelect(sql: string): boolean {
  return /^[\s(]*SELECT\b/i.test(sql)
}
