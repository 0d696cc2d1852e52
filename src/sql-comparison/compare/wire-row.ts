/** Returns the values of a text row (MySQL Internals, "ProtocolText::ResultsetRow") as byte strings; null is SQL's NULL. */
export function valuesOf(row: Buffer): (string | null)[] {
  const values: (string | null)[] = []
  let at = 0
  while (at < row.length) {
    const first = row[at] ?? 0
    if (first === 0xfb) {
      values.push(null)
      at += 1
      continue
    }
    const [length, start] = lengthAt(row, at, first)
    values.push(row.toString('latin1', start, start + length))
    at = start + length
  }
  return values
}

function lengthAt(row: Buffer, at: number, first: number): [length: number, start: number] {
  if (first < 0xfb) return [first, at + 1]
  if (first === 0xfc) return [row.readUInt16LE(at + 1), at + 3]
  if (first === 0xfd) return [row.readUIntLE(at + 1, 3), at + 4]
  return [Number(row.readBigUInt64LE(at + 1)), at + 9]
}
