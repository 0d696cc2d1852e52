import type { ColumnDrift, TableDrift } from './model.js'
import { canonical, commonPrecision, detail, isWalkable, kindOf, literal, sortsAlike, type Column } from './columns.js'
import { quoted } from '../sql/quoted.js'

/** A unique key without NULLs, prefixes or expressions. */
export interface UniqueKey {
  /** Name of the index: PRIMARY or another. */
  readonly index: string
  readonly columns: readonly string[]
}

/** A table as one server describes it. */
export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  /** The primary key first. */
  readonly keys: readonly UniqueKey[]
}

/** A column of the key on one side. */
export interface KeyPart {
  readonly name: string
  /** SQL expression for the column's canonical text. */
  readonly text: string
  /** Returns the SQL literal for a value given in canonical text. */
  readonly literal: (text: string) => string
}

/** How one side's table is read. */
export interface SidePlan {
  readonly table: string
  /** Index that the walk follows; absent when there is no common key. */
  readonly index?: string
  readonly key: readonly KeyPart[]
  /** SQL expression for the hash of a row: 64 hexadecimal digits. */
  readonly row: string
  /** SQL expression for each column in full, in the order of `TablePlan.columns`. */
  readonly details: readonly string[]
}

/** How the two tables are compared. */
export interface TablePlan {
  readonly table: string
  readonly walk: NonNullable<TableDrift['walk']>
  readonly key: readonly string[]
  /** Names of the columns that are compared. */
  readonly columns: readonly string[]
  /** Those compared columns that are JSON on both sides. */
  readonly json: ReadonlySet<string>
  readonly legacy: SidePlan
  readonly candidate: SidePlan
  readonly differing: ColumnDrift
}

type ColumnPair = readonly [legacy: Column, candidate: Column]

export function planOf(legacy: Table, candidate: Table): TablePlan {
  const pairs = commonColumns(legacy, candidate)
  const keys = commonKey(legacy, candidate, pairs)
  const keyPairs = keys === undefined ? [] : keys[0].columns.map((name) => pairs.get(lower(name)) as ColumnPair)
  const compared = [...pairs.values()]
  const side = (at: 0 | 1): SidePlan => sidePlan([legacy, candidate][at] as Table, at, compared, keyPairs, keys?.[at])
  return {
    table: legacy.name,
    walk:
      keys === undefined ? 'whole' : keyPairs.every(([one, other]) => sortsAlike(one, other)) ? 'ranges' : 'lookups',
    key: keyPairs.map(([{ name }]) => name),
    columns: compared.map(([{ name }]) => name),
    json: new Set(
      compared.filter((pair) => pair.every((column) => kindOf(column) === 'json')).map(([{ name }]) => name),
    ),
    legacy: side(0),
    candidate: side(1),
    differing: {
      onlyLegacy: namesNotIn(legacy, candidate),
      onlyCandidate: namesNotIn(candidate, legacy),
      otherType: compared.filter(([one, other]) => typeOf(one) !== typeOf(other)).map(typesInWords),
    },
  }
}

function sidePlan(
  { name: table }: Table,
  at: 0 | 1,
  compared: readonly ColumnPair[],
  keyPairs: readonly ColumnPair[],
  key: UniqueKey | undefined,
): SidePlan {
  const text = (pair: ColumnPair): string => canonical(pair[at], commonPrecision(...pair))
  return {
    table,
    ...(key === undefined ? {} : { index: key.index }),
    key: keyPairs.map((pair) => ({
      name: pair[at].name,
      text: text(pair),
      literal: (value) => literal(pair[at], value),
    })),
    row: rowHash(compared.map(text)),
    details: compared.map((pair) => detail(pair[at], commonPrecision(...pair))),
  }
}

/**
 * Returns the SQL for the hash of a row. The bytes FF and FE occur in no UTF-8, so no text looks like a separator or a NULL. SHA-2
 * exists in both 5.7 and 9.7: 9.6 removed MD5, and CRC32 is linear, so that two rows with swapped values would cancel out.
 */
function rowHash(texts: readonly string[]): string {
  return `SHA2(CONCAT_WS(_binary X'FF', ${texts.map((text) => `IFNULL(CAST(${text} AS BINARY), _binary X'FE')`).join(', ')}), 256)`
}

/** Returns a column's name for comparison: names of columns ignore case. */
function lower(name: string): string {
  return name.toLowerCase()
}

function commonColumns(legacy: Table, candidate: Table): Map<string, ColumnPair> {
  const others = new Map(candidate.columns.map((column) => [lower(column.name), column]))
  const pairs = new Map<string, ColumnPair>()
  for (const column of legacy.columns) {
    const other = others.get(lower(column.name))
    if (other !== undefined) pairs.set(lower(column.name), [column, other])
  }
  return pairs
}

/** Returns legacy's first key that the candidate has too, column by column, and that can be walked on both sides. */
function commonKey(
  legacy: Table,
  candidate: Table,
  pairs: ReadonlyMap<string, ColumnPair>,
): readonly [UniqueKey, UniqueKey] | undefined {
  const nameOf = ({ columns }: UniqueKey): string => columns.map(lower).join('\n')
  for (const key of legacy.keys) {
    const other = candidate.keys.find((each) => nameOf(each) === nameOf(key))
    if (other !== undefined && key.columns.every((name) => pairs.get(lower(name))?.every(isWalkable) === true))
      return [key, other]
  }
  return undefined
}

function namesNotIn(table: Table, other: Table): string[] {
  const known = new Set(other.columns.map(({ name }) => lower(name)))
  return table.columns.map(({ name }) => name).filter((name) => !known.has(lower(name)))
}

/** Returns a type without the display width that 8.0.19 dropped; charset and collation are left to the doctor. */
function typeOf({ type }: Column): string {
  return type.toLowerCase().replace(/^(tinyint|smallint|mediumint|int|bigint|year)\(\d+\)/, '$1')
}

function typesInWords([legacy, candidate]: ColumnPair): string {
  return `${legacy.name}: ${typeOf(legacy)}, ${typeOf(candidate)}`
}

/** Returns the table's name for a FROM clause, with the index that the walk must use. */
export function tableSql({ table, index }: SidePlan): string {
  return index === undefined ? quoted(table) : `${quoted(table)} FORCE INDEX (${quoted(index)})`
}
