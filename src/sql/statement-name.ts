/** Names a statement for a title: `SELECT on orders`. */
export function statementName(sql: string): string {
  const verb = /^[\s(]*([a-z]+)/i.exec(sql)?.[1]?.toUpperCase() ?? 'statement'
  const table = /\b(?:FROM|INTO|UPDATE)\s+`?([\w.]+)/i.exec(sql)?.[1]
  return table === undefined ? verb : `${verb} on ${table}`
}
