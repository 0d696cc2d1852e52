/** Quotes a name for use in a statement, whatever it contains. */
export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}
