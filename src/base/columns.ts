/**
 * Rows on their way to another thread, stored by column: a few arrays cross for the price of a few objects, whereas one object per row
 * would cost more than processing it.
 */
export interface Columns {
  /** As many as the layout has per row. */
  readonly texts: readonly string[]
  /** As many as the layout has per row, plus one for its flags. */
  readonly numbers: Float64Array
}

/** A row to be packed. An absent number is undefined on the other side, too. */
export interface Row<Text extends string, Numeric extends string, Flag extends string> {
  readonly texts: Readonly<Record<Text, string>>
  readonly numbers: Readonly<Record<Numeric, number | undefined>>
  readonly flags: Readonly<Record<Flag, boolean>>
}

export interface RowReader<Text extends string, Numeric extends string, Flag extends string> {
  text(name: Text): string
  number(name: Numeric): number | undefined
  has(flag: Flag): boolean
}

export interface Layout<Text extends string, Numeric extends string, Flag extends string> {
  pack(rows: readonly Row<Text, Numeric, Flag>[]): Columns
  read(columns: Columns): Iterable<RowReader<Text, Numeric, Flag>>
}

/** @param flags at most 50, because they are bits of one number. */
export function columnLayout<Text extends string, Numeric extends string, Flag extends string>(
  texts: readonly Text[],
  numbers: readonly Numeric[],
  flags: readonly Flag[],
): Layout<Text, Numeric, Flag> {
  const width = numbers.length + 1
  const textAt = new Map(texts.map((name, index) => [name, index]))
  const numberAt = new Map(numbers.map((name, index) => [name, index]))
  const bitOf = new Map(flags.map((name, index) => [name, 2 ** index]))

  return {
    pack(rows) {
      const packed: string[] = []
      const all = new Float64Array(rows.length * width)
      let at = 0
      for (const row of rows) {
        for (const name of texts) packed.push(row.texts[name])
        for (const name of numbers) all[at++] = row.numbers[name] ?? NaN
        let bits = 0
        for (const [flag, bit] of bitOf) if (row.flags[flag]) bits += bit
        all[at++] = bits
      }
      return { texts: packed, numbers: all }
    },
    *read({ texts: packed, numbers: all }) {
      for (let row = 0; row * width < all.length; row += 1) {
        const [firstText, firstNumber] = [row * texts.length, row * width]
        const bits = all[firstNumber + numbers.length] ?? 0
        yield {
          text: (name) => packed[firstText + (textAt.get(name) ?? 0)] ?? '',
          number(name) {
            const value = all[firstNumber + (numberAt.get(name) ?? 0)] ?? NaN
            return Number.isNaN(value) ? undefined : value
          },
          has: (flag) => (bits & (bitOf.get(flag) ?? 0)) !== 0,
        }
      }
    },
  }
}
