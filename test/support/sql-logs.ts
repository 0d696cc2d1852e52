/** A general log as MySQL 5.7 writes it: one session a list of statements, `USE` in front of each. */
export function generalLog(database: string, ...sessions: readonly (readonly string[])[]): string {
  const line = (id: number, command: string, text: string): string =>
    `2026-11-24T08:00:00.000000Z\t${String(id).padStart(5)} ${command}\t${text}\n`
  return sessions
    .map((statements, at) =>
      [
        line(at + 1, 'Connect', `app@localhost on ${database} using TCP/IP`),
        ...statements.map((sql) => line(at + 1, 'Query', sql)),
        line(at + 1, 'Quit', ''),
      ].join(''),
    )
    .join('')
}
