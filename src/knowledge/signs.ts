import { groupedBy } from '../base/grouped.js'
import type { Difference, DifferencePart } from '../model/difference.js'
import type { SqlDifferenceKind } from '../model/sql-difference.js'
import type { DifferenceSign, KnownChange, PhpSign, RowsSign, SqlSign } from './known-change.js'

/** A known change that was recognised by one of its signs, with the fix for that sign. */
export interface Recognised {
  readonly change: KnownChange
  readonly fix: string
}

/** A message of PHP, with the class of a thrown error or the level of any other diagnostic. */
export interface PhpWords {
  readonly class?: string | undefined
  readonly level?: string | undefined
  readonly message: string
}

/** The error that the candidate's server gave to a statement. */
export interface ServerWords {
  readonly errno: number
  readonly message: string
  readonly sql: string
}

/** Recognises known changes by their signs. The first sign that matches counts, in the order of the catalogue. */
export interface Signs {
  ofPhp(said: PhpWords): Recognised | undefined
  ofServer(said: ServerWords): Recognised | undefined
  /** @param seen the candidate's error message and its rows that differ, as text. */
  ofRows(kind: SqlDifferenceKind, sql: string, seen: string): Recognised | undefined
  ofDifference(difference: Difference): Recognised | undefined
}

/**
 * Indexes the signs by what they ask for, as ESLint dispatches its rules by node type, so that most of a long catalogue is never looked at.
 */
export function signsOf(changes: readonly KnownChange[]): Signs {
  const php = new Index<PhpSign, string>(
    changes,
    (sign) => ('php' in sign ? sign.php : undefined),
    ({ class: name, level }) => keyOfPhp(name, level),
  )
  const sql = new Index<SqlSign, number>(
    changes,
    (sign) => ('sql' in sign ? sign.sql : undefined),
    ({ errno }) => errno,
  )
  const rows = new Index<RowsSign, SqlDifferenceKind>(
    changes,
    (sign) => ('rows' in sign ? sign.rows : undefined),
    ({ kind }) => kind,
  )
  const differences = new Index<DifferenceSign, DifferencePart>(
    changes,
    (sign) => ('difference' in sign ? sign.difference : undefined),
    ({ part }) => part,
  )
  return {
    ofPhp: ({ class: name, level, message }) => php.first(keyOfPhp(name, level), (sign) => sign.says.test(message)),
    ofServer: ({ errno, message, sql: statement }) =>
      sql.first(errno, (sign) => sign.says?.test(`${statement}\n${message}`) !== false),
    ofRows: (kind, statement, seen) =>
      kind === 'candidate-fails'
        ? undefined
        : rows.first(kind, (sign) => sign.says?.test(`${statement}\n${seen}`) !== false),
    ofDifference: (difference) => differences.first(difference.part, (sign) => fits(sign, difference)),
  }
}

type AnySign = PhpSign | SqlSign | RowsSign | DifferenceSign

interface Placed<One extends AnySign> {
  /** Position in the catalogue: if two signs match, the earlier one counts. */
  readonly position: number
  readonly change: KnownChange
  readonly sign: One
}

/** The signs of one kind by the key that they ask for. Those without a key are tried on everything. */
class Index<One extends AnySign, Key> {
  readonly #byKey: ReadonlyMap<Key | undefined, readonly Placed<One>[]>

  constructor(
    changes: readonly KnownChange[],
    read: (sign: KnownChange['signs'][number]) => One | undefined,
    keyOf: (sign: One) => Key | undefined,
  ) {
    const all = changes.flatMap((change) =>
      change.signs.flatMap((each) => {
        const sign = read(each)
        return sign === undefined ? [] : [{ change, sign }]
      }),
    )
    this.#byKey = groupedBy(
      all.map((placed, position) => ({ ...placed, position })),
      ({ sign }) => keyOf(sign),
    )
  }

  /**
   * Returns the first change in the catalogue that has a matching sign.
   *
   * @param key key of what was seen; undefined if only signs without a key can match.
   */
  first(key: Key | undefined, fitting: (sign: One) => boolean): Recognised | undefined {
    let best: Placed<One> | undefined
    for (const asked of new Set([key, undefined])) {
      const found = this.#byKey.get(asked)?.find(({ sign }) => fitting(sign))
      if (found !== undefined && (best === undefined || found.position < best.position)) best = found
    }
    if (best === undefined) return undefined
    const { change, sign } = best
    return { change, fix: ('fix' in sign ? sign.fix : undefined) ?? change.fix }
  }
}

/** Returns the index key of a class or else a level, which the prefix keeps apart. Undefined if there is neither. */
function keyOfPhp(name: string | undefined, level: string | undefined): string | undefined {
  if (name !== undefined) return `class ${name}`
  return level === undefined ? undefined : `level ${level}`
}

function fits({ kind, path, legacy, candidate, change }: DifferenceSign, difference: Difference): boolean {
  return (
    (kind === undefined || kind === difference.kind) &&
    path?.test(difference.path) !== false &&
    legacy?.test(difference.legacy ?? '') !== false &&
    candidate?.test(difference.candidate ?? '') !== false &&
    (change === undefined || change(difference.legacy ?? '', difference.candidate ?? ''))
  )
}
