import type { ResultColumn } from '../model.js'

/** Names of the protocol's type codes (MySQL Internals, "Column Type"); texts and blobs of any length have one name. */
// prettier-ignore
const names: Readonly<Record<number, string>> = {
  0: 'DECIMAL', 1: 'TINYINT', 2: 'SMALLINT', 3: 'INT', 4: 'FLOAT', 5: 'DOUBLE', 6: 'NULL', 7: 'TIMESTAMP', 8: 'BIGINT', 9: 'MEDIUMINT',
  10: 'DATE', 11: 'TIME', 12: 'DATETIME', 13: 'YEAR', 15: 'CHAR', 16: 'BIT', 242: 'VECTOR', 245: 'JSON', 246: 'DECIMAL', 247: 'ENUM',
  248: 'SET', 249: 'CHAR', 250: 'CHAR', 251: 'CHAR', 252: 'CHAR', 253: 'CHAR', 254: 'CHAR', 255: 'GEOMETRY',
}
const binary = 63

/** Returns `INT UNSIGNED`, `CHAR`, `BINARY` …: what a client library derives its own types from. */
export function typeName({ type, unsigned, charset }: ResultColumn): string {
  const name = names[type] ?? `type ${type}`
  if (name === 'CHAR') return charset === binary ? 'BINARY' : 'CHAR'
  return unsigned && isNumber(name) ? `${name} UNSIGNED` : name
}

function isNumber(name: string): boolean {
  return name.endsWith('INT') || name === 'DECIMAL' || name === 'FLOAT' || name === 'DOUBLE'
}
