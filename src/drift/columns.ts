import { quoted } from '../sql/quoted.js'

/** A column as information_schema describes it. */
export interface Column {
  readonly name: string
  /** DATA_TYPE in lower case: `int`, `varchar`, `geometry`… */
  readonly dataType: string
  /** COLUMN_TYPE: includes the length, `unsigned`, and the values of an ENUM. */
  readonly type: string
  /** Digits after the decimal point of a DECIMAL. */
  readonly scale: number
  /** Digits of the fractional seconds of a DATETIME, TIMESTAMP or TIME. */
  readonly fraction: number
  /** Character set and collation of a text column, as this server calls them. */
  readonly charset?: string
  readonly collation?: string
}

export type ColumnKind =
  | 'integer'
  | 'bit'
  | 'decimal'
  | 'float'
  | 'double'
  | 'moment'
  | 'time'
  | 'text'
  | 'choice'
  | 'long-text'
  | 'bytes'
  | 'long-bytes'
  | 'json'

const kinds: Readonly<Record<string, ColumnKind>> = {
  tinyint: 'integer',
  smallint: 'integer',
  mediumint: 'integer',
  int: 'integer',
  bigint: 'integer',
  year: 'integer',
  bit: 'bit',
  decimal: 'decimal',
  float: 'float',
  double: 'double',
  date: 'moment',
  datetime: 'moment',
  timestamp: 'moment',
  time: 'time',
  char: 'text',
  varchar: 'text',
  enum: 'choice',
  set: 'choice',
  tinytext: 'long-text',
  text: 'long-text',
  mediumtext: 'long-text',
  longtext: 'long-text',
  binary: 'bytes',
  varbinary: 'bytes',
  json: 'json',
}

/** Returns a column's kind; types without a kind of their own (BLOB, geometries, types of future servers) are compared by their bytes. */
export function kindOf({ dataType }: Column): ColumnKind {
  return kinds[dataType] ?? 'long-bytes'
}

/** The finer precision of a column's two sides, so that 1.5 and 1.50 are the same number. */
export interface Precision {
  readonly scale: number
  readonly fraction: number
}

export function commonPrecision(legacy: Column, candidate: Column): Precision {
  return {
    scale: Math.max(legacy.scale, candidate.scale),
    fraction: Math.max(legacy.fraction, candidate.fraction),
  }
}

/**
 * Returns an SQL expression for a column's value as text that MySQL 5.6 to 9 write alike; NULL stays NULL. The session must be in UTC
 * and have an empty sql_mode.
 */
export function canonical(column: Column, { scale, fraction }: Precision): string {
  const name = quoted(column.name)
  switch (kindOf(column)) {
    case 'integer':
    case 'bit':
      return `${name} + 0` // without the zeros of ZEROFILL
    case 'decimal':
      return `CAST(${name} AS DECIMAL(65, ${scale}))`
    case 'float':
      return floatText(name)
    case 'double':
      return doubleText(name)
    case 'moment':
      return column.dataType === 'date' && fraction === 0 ? name : `CAST(${name} AS DATETIME(${fraction}))`
    case 'time':
      return `CAST(${name} AS TIME(${fraction}))`
    case 'text':
    case 'choice':
      return `CONVERT(${name} USING utf8mb4)`
    case 'long-text':
      return `SHA2(CONVERT(${name} USING utf8mb4), 256)`
    case 'bytes':
      return `HEX(${name})`
    case 'long-bytes':
      return `SHA2(${name}, 256)`
    case 'json':
      return `SHA2(${jsonText(name)}, 256)`
  }
}

/**
 * Returns the SQL for a FLOAT with six digits, which is all that SQL shows of it and all that mysqldump carries over. 5.7 writes
 * 0.0000001 and 178647000000000 where 9.7 writes 1e-7 and 1.78647e14, so numbers of a size that the two may write differently become a
 * decimal first. Zero has no sign because a dump drops it.
 */
function floatText(name: string): string {
  const decimal = `CAST(CONCAT(${name}) AS DECIMAL(65, 30))`
  return `CASE WHEN ${name} = 0 THEN '0' WHEN ABS(${name}) BETWEEN 1e-17 AND 1e25 THEN CONCAT(${decimal}) ELSE CONCAT(${name}) END`
}

/**
 * Returns the SQL for all digits of a DOUBLE: the shortest text that parses to the same number. Both servers agree on it when they
 * write an exponent, so a power of two moves numbers of a size that either may write without one, which loses nothing.
 */
function doubleText(name: string): string {
  const moved = `CONCAT('*', ${name} * POW(2, 200))`
  return `CASE WHEN ${name} = 0 THEN '0' WHEN ABS(${name}) BETWEEN 1e-17 AND 1e25 THEN ${moved} ELSE CONCAT(${name}) END`
}

/**
 * Returns the SQL for a JSON document in which the double 1.0 is written as 1, as 5.7 does and 8 does not. Other differences in notation
 * are sorted out when rows are examined one by one.
 */
function jsonText(name: string): string {
  const text = `CONCAT(CAST(${name} AS CHAR), ' ')`
  return [',', '}', ']', ' '].reduce((sql, end) => `REPLACE(${sql}, '.0${end}', '${end}')`, text)
}

/** Returns the SQL for a column of a row that differs: its canonical text, but JSON in full. */
export function detail(column: Column, precision: Precision): string {
  return kindOf(column) === 'json' ? `CAST(${quoted(column.name)} AS CHAR)` : canonical(column, precision)
}

/** Kinds whose index can be walked. An ENUM sorts by number but compares by text, and a FLOAT equals no literal. */
const walkable: ReadonlySet<ColumnKind> = new Set(['integer', 'decimal', 'moment', 'time', 'text', 'bytes'])

export function isWalkable(column: Column): boolean {
  return walkable.has(kindOf(column))
}

/** True when both servers sort the column's values in the same order and consider the same ones equal. */
export function sortsAlike(legacy: Column, candidate: Column): boolean {
  if (kindOf(legacy) !== kindOf(candidate) || legacy.fraction !== candidate.fraction) return false
  return plainName(legacy.collation) === plainName(candidate.collation)
}

/** Returns a collation under one name: MySQL 8.0.28 and later say utf8mb3 for what 5.7 calls utf8. */
function plainName(collation: string | undefined): string | undefined {
  return collation?.replace(/^utf8_/, 'utf8mb3_')
}

/** Returns a key column's value, given in canonical text, as SQL whose comparison with the column may use its index. */
export function literal(column: Column, text: string): string {
  const kind = kindOf(column)
  if (kind === 'integer' || kind === 'decimal') return numberLiteral(text)
  if (kind === 'bytes') return `X'${text}'`
  if (kind === 'moment' || kind === 'time') return `'${text.replace(/[^\d :.-]/g, '')}'`
  // A character that the column's charset lacks becomes a question mark instead of an error; rows are identified by their text anyway.
  const converted = `CONVERT(_utf8mb4 X'${hexOf(text)}' USING ${column.charset ?? 'utf8mb4'})`
  return column.collation === undefined ? converted : `${converted} COLLATE ${column.collation}`
}

function numberLiteral(text: string): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) throw new Error(`${text} is no number of a key.`)
  return text
}

function hexOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('hex')
}
