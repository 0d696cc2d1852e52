import type { ColumnDrift, TableDrift } from './model.js'
import { canonical, commonPrecision, detail, isWalkable, kindOf, literal, sortsAlike, type Column } from './columns.js'
import { quoted } from '../sql/quoted.js'

/** A unique key without NULLs, prefixes or expressions. */
export interface UniqueKey {
  /** Name of its index: PRIMARY or another. */
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
  /** Expression for its canonical text. */
  readonly text: string
  /** The SQL of a value in canonical text. */
  readonly literal: (text: string) => string
}

/** How one side's table is read. */
export interface SidePlan {
  readonly table: string
  /** Index that the walk follows; undefined where there is no key. */
  readonly index?: string
  readonly key: readonly KeyPart[]
  /** Expression for the hash of a row: 64 hexadecimal digits. */
  readonly row: string
  /** Each column in full, in the order of `TablePlan.columns`. */
  readonly details: readonly string[]
}

/** How the two tables are compared. */
export interface TablePlan {
  readonly table: string
  readonly walk: NonNullable<TableDrift['walk']>
  readonly key: readonly string[]
  /** Names of the columns that are compared. */
  readonly columns: readonly string[]
  /** Of those, JSON on both sides. */
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
 * The bytes FF and FE stand in no UTF-8, so that no text looks like an end or a NULL. SHA-2 is what 5.7 and 9.7 have in common: CRC32
 * is linear, so that two rows whose values were swapped would cancel out, and 9.6 took MD5 away.
 */
function rowHash(texts: readonly string[]): string {
  return `SHA2(CONCAT_WS(_binary X'FF', ${texts.map((text) => `IFNULL(CAST(${text} AS BINARY), _binary X'FE')`).join(', ')}), 256)`
}

/** Names of columns are the same whatever their case. */
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

/** The first key of legacy that the candidate has too, column by column, and that can be walked on both sides. */
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

/** A type without the display width that 8.0.19 dropped; charset and collation are the doctor's business. */
function typeOf({ type }: Column): string {
  return type.toLowerCase().replace(/^(tinyint|smallint|mediumint|int|bigint|year)\(\d+\)/, '$1')
}

function typesInWords([legacy, candidate]: ColumnPair): string {
  return `${legacy.name}: ${typeOf(legacy)}, ${typeOf(candidate)}`
}

/** The table's name for a statement. */
export function tableSql({ table, index }: SidePlan): string {
  return index === undefined ? quoted(table) : `${quoted(table)} FORCE INDEX (${quoted(index)})`
}
