/** True for a SELECT, also in parentheses, judging by its first word. */
export function isSelect(sql: string): boolean {
  return /^[\s(]*SELECT\b/i.test(sql)
}
