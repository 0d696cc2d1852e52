import { createHash, type Hash } from 'node:crypto'
import type { ResultColumn, StatementAnswer } from '../model.js'

/** Payload of a packet: from `start` to `end` of a buffer that may hold other packets. */
export interface PacketBytes {
  readonly buffer: Buffer
  readonly start: number
  readonly end: number
}

/**
 * Reads the packets of one answer in the text protocol (MySQL Internals, "COM_QUERY Response"). Only CALL and a text with several
 * statements have more than one result, and neither is ever sent.
 */
export interface AnswerReader {
  /** Returns true when the packet is the last one of the answer. */
  take(packet: PacketBytes): boolean
  answer(ms: number): StatementAnswer
}

type Stage = 'first' | 'columns' | 'end-of-columns' | 'rows'

/** Starts a reader. @param keep Max bytes of rows to keep; an answer with more is known by the hashes of all its rows. */
export function answerReader(keep: number): AnswerReader {
  let stage: Stage = 'first'
  let columnsLeft = 0
  let [kept, affectedRows, warningCount] = [0, 0, 0]
  let error: StatementAnswer['error']
  let beyond: Beyond | undefined
  const columns: ResultColumn[] = []
  const rows: Buffer[] = []

  const first = (packet: PacketBytes): boolean => {
    const marker = packet.buffer[packet.start]
    if (marker === 0x00) {
      const ok = okOf(packet)
      affectedRows = ok.affectedRows
      warningCount = ok.warnings
      return true
    }
    columnsLeft = lengthEncoded(packet.buffer, packet.start)[0]
    stage = 'columns'
    return false
  }
  const row = ({ buffer, start, end }: PacketBytes): void => {
    const bytes = buffer.subarray(start, end)
    kept += bytes.length
    if (kept <= keep) rows.push(bytes)
    else {
      beyond ??= hashed(rows)
      beyond.add(bytes)
    }
  }

  return {
    take(packet) {
      const { buffer, start, end } = packet
      const marker = buffer[start]
      if (marker === 0xff && stage !== 'columns') {
        error = errorOf(packet)
        return true
      }
      if (stage === 'first') return first(packet)
      if (stage === 'columns') {
        columns.push(columnOf(packet))
        if (columns.length === columnsLeft) stage = 'end-of-columns'
        return false
      }
      if (stage === 'end-of-columns') {
        stage = 'rows'
        return false
      }
      // EOF is shorter than 9 bytes; a row may begin with 0xfe too.
      if (marker === 0xfe && end - start < 9) {
        warningCount = buffer.readUInt16LE(start + 1)
        return true
      }
      row(packet)
      return false
    },
    answer: (ms) => ({
      ...(error === undefined ? {} : { error }),
      columns,
      rows,
      ...(beyond === undefined ? {} : { beyond: beyond.summary() }),
      affectedRows,
      warningCount,
      warnings: [],
      ms,
    }),
  }
}

interface Beyond {
  add(row: Buffer): void
  summary(): NonNullable<StatementAnswer['beyond']>
}

const mask = (1n << 64n) - 1n

/** Hashes all rows in two ways: one hash depends on their order, the other, a sum, does not. */
function hashed(before: readonly Buffer[]): Beyond {
  const inOrder: Hash = createHash('sha256')
  let [sum, count] = [0n, 0]
  const add = (row: Buffer): void => {
    const hash = createHash('sha256').update(row).digest()
    inOrder.update(hash)
    sum = (sum + hash.readBigUInt64LE(0)) & mask
    count += 1
  }
  before.forEach(add)
  return { add, summary: () => ({ rows: count, inOrder: inOrder.copy().digest('hex'), inAnyOrder: sum.toString(16) }) }
}

/** Returns a length-encoded integer and where it ends. */
function lengthEncoded(buffer: Buffer, at: number): [value: number, next: number] {
  const first = buffer[at] ?? 0
  if (first < 0xfb) return [first, at + 1]
  if (first === 0xfc) return [buffer.readUInt16LE(at + 1), at + 3]
  if (first === 0xfd) return [buffer.readUIntLE(at + 1, 3), at + 4]
  return [Number(buffer.readBigUInt64LE(at + 1)), at + 9]
}

function okOf({ buffer, start }: PacketBytes): { affectedRows: number; warnings: number } {
  const [affectedRows, afterRows] = lengthEncoded(buffer, start + 1)
  const [, at] = lengthEncoded(buffer, afterRows) // skips the last insert id
  return { affectedRows, warnings: buffer.readUInt16LE(at + 2) } // after the status flags
}

function errorOf({ buffer, start, end }: PacketBytes): NonNullable<StatementAnswer['error']> {
  const marked = buffer[start + 3] === 0x23 // '#'
  return {
    errno: buffer.readUInt16LE(start + 1),
    sqlState: marked ? buffer.toString('latin1', start + 4, start + 9) : '',
    message: buffer.toString('latin1', start + (marked ? 9 : 3), end),
  }
}

const unsignedFlag = 0x20
/** Texts that precede the name: catalog, schema, table, org_table. */
const textsBeforeName = 4

/** Reads a column's definition (Protocol::ColumnDefinition41). */
function columnOf({ buffer, start }: PacketBytes): ResultColumn {
  let at = start
  for (let text = 0; text < textsBeforeName; text += 1) at = afterText(buffer, at)
  const [length, nameAt] = lengthEncoded(buffer, at)
  const fixed = afterText(buffer, nameAt + length) + 1
  return {
    name: buffer.toString('latin1', nameAt, nameAt + length),
    charset: buffer.readUInt16LE(fixed),
    type: buffer[fixed + 6] ?? 0,
    unsigned: (buffer.readUInt16LE(fixed + 7) & unsignedFlag) !== 0,
  }
}

function afterText(buffer: Buffer, at: number): number {
  const [length, start] = lengthEncoded(buffer, at)
  return start + length
}
