import type { ResultColumn, StatementAnswer } from '../../src/sql-comparison/model.js'

/** A text row as it is on the wire. */
export function aRow(...values: readonly (string | number | null)[]): Buffer {
  return Buffer.concat(
    values.map((value) => {
      if (value === null) return Buffer.from([0xfb])
      const bytes = Buffer.from(String(value))
      if (bytes.length < 0xfb) return Buffer.concat([Buffer.from([bytes.length]), bytes])
      const length = Buffer.from([0xfc, bytes.length & 0xff, bytes.length >> 8])
      return Buffer.concat([length, bytes])
    }),
  )
}

export function aColumn(name: string, over: Partial<ResultColumn> = {}): ResultColumn {
  return { name, type: 253, unsigned: false, charset: 45, ...over }
}

/** An answer of these columns and rows. */
export function anAnswer(
  columns: readonly (string | ResultColumn)[] = [],
  rows: readonly (readonly (string | number | null)[])[] = [],
  over: Partial<StatementAnswer> = {},
): StatementAnswer {
  return {
    columns: columns.map((column) => (typeof column === 'string' ? aColumn(column) : column)),
    rows: rows.map((row) => aRow(...row)),
    affectedRows: 0,
    warningCount: 0,
    warnings: [],
    ms: 1,
    ...over,
  }
}

export function aFailure(errno: number, message = ''): StatementAnswer {
  return anAnswer([], [], { error: { errno, sqlState: '42000', message } })
}
