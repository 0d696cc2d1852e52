import type { Statement } from '../../model/statement.js'

/** Writes the hashes of a statement's rows with the character set that they hold for; null if there is none. */
export function writtenHash({ rowsHash, charset }: Pick<Statement, 'rowsHash' | 'charset'>): string | null {
  return rowsHash === undefined ? null : [rowsHash.ordered, rowsHash.unordered, charset ?? ''].join(' ')
}

/** Reads what `writtenHash` wrote. */
export function readHash(written: string | null): Pick<Statement, 'rowsHash' | 'charset'> {
  if (written === null) return {}
  const [ordered = '', unordered = '', charset = ''] = written.split(' ')
  return { rowsHash: { ordered, unordered }, ...(charset === '' ? {} : { charset }) }
}
