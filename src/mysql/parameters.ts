import { FieldReader } from './fields.js'

export type ParameterValue = string | number | null

/** What must be known of a prepared statement to read its executions. */
export interface Prepared {
  readonly sql: string
  readonly parameters: number
  /** Types of the parameters, which are sent with the first execution only. */
  types: readonly number[]
  /** Parameters that were sent ahead with COM_STMT_SEND_LONG_DATA. */
  readonly long: Set<number>
}

const unsignedFlag = 0x8000

/** Stands for values past the bytes that are kept of a command. */
const notKept = '(not kept)'

const countAvailable = 0x08

/** Returns where the text of a COM_QUERY begins, after its attributes (CLIENT_QUERY_ATTRIBUTES). */
export function textBehindAttributes(head: Buffer): number {
  const fields = new FieldReader(head, 1)
  const count = fields.lengthEncoded() ?? 0
  fields.lengthEncoded() // number of sets, always one
  if (count === 0) return fields.position
  const nulls = fields.take((count + 7) >> 3)
  fields.skip(1) // flag that types follow, always set
  const types = Array.from({ length: count }, () => typeWithName(fields, true))
  types.forEach((type, index) => {
    if (!isNull(nulls, index)) valueOf(fields, type)
  })
  return fields.position
}

function typeWithName(fields: FieldReader, named: boolean): number {
  const type = fields.integer(2)
  if (named) fields.text()
  return type
}

function isNull(nulls: Buffer, index: number): boolean {
  return ((nulls[index >> 3] ?? 0) & (1 << (index & 7))) !== 0
}

/**
 * Reads the values of a COM_STMT_EXECUTE (MySQL Internals, "Binary Protocol Value"). The types that it brings are kept for the next one.
 *
 * @param attributes true if the client said CLIENT_QUERY_ATTRIBUTES: parameters have names, and attributes follow them.
 * @param whole false if `head` is only the first part: values past it are not known.
 */
export function parametersOf(head: Buffer, prepared: Prepared, attributes: boolean, whole: boolean): ParameterValue[] {
  if (prepared.parameters === 0) return []
  let past = false
  const fields = new FieldReader(head, 10) // command, statement id, flags, iteration count
  const counted = attributes && ((head[5] ?? 0) & countAvailable) !== 0
  const count = counted ? (fields.lengthEncoded() ?? 0) : prepared.parameters
  const nulls = fields.take((count + 7) >> 3)
  if (fields.integer(1) === 1) prepared.types = Array.from({ length: count }, () => typeWithName(fields, attributes))
  return Array.from({ length: prepared.parameters }, (_, index) => {
    if (prepared.long.has(index)) return '(long data)' // PHP sends NULL for it besides
    if (isNull(nulls, index)) return null
    if (past) return notKept
    try {
      return valueOf(fields, prepared.types[index] ?? 0)
    } catch (error) {
      if (whole) throw error
      past = true
      return notKept
    }
  })
}

function valueOf(fields: FieldReader, type: number): ParameterValue {
  const unsigned = (type & unsignedFlag) !== 0
  switch (type & 0xff) {
    case 0x01:
      return integerOf(fields.take(1), unsigned)
    case 0x02:
    case 0x0d:
      return integerOf(fields.take(2), unsigned)
    case 0x03:
    case 0x09:
      return integerOf(fields.take(4), unsigned)
    case 0x08:
      return bigIntegerOf(fields.take(8), unsigned)
    case 0x04:
      return fields.take(4).readFloatLE(0)
    case 0x05:
      return fields.take(8).readDoubleLE(0)
    case 0x06:
      return null
    case 0x07:
    case 0x0a:
    case 0x0c:
      return dateOf(fields.take(fields.integer(1)))
    case 0x0b:
      return timeOf(fields.take(fields.integer(1)))
    default:
      return fields.text()
  }
}

function integerOf(bytes: Buffer, unsigned: boolean): number {
  return unsigned ? bytes.readUIntLE(0, bytes.length) : bytes.readIntLE(0, bytes.length)
}

/** Returns text, because a number past 2^53 would lose digits. */
function bigIntegerOf(bytes: Buffer, unsigned: boolean): string {
  return String(unsigned ? bytes.readBigUInt64LE(0) : bytes.readBigInt64LE(0))
}

function dateOf(bytes: Buffer): string {
  if (bytes.length === 0) return '0000-00-00 00:00:00'
  const date = `${padded(bytes.readUInt16LE(0), 4)}-${padded(bytes[2])}-${padded(bytes[3])}`
  return bytes.length < 7 ? date : `${date} ${padded(bytes[4])}:${padded(bytes[5])}:${padded(bytes[6])}`
}

function timeOf(bytes: Buffer): string {
  if (bytes.length < 8) return '00:00:00'
  const hours = bytes.readUInt32LE(1) * 24 + (bytes[5] ?? 0)
  return `${bytes[0] === 1 ? '-' : ''}${padded(hours)}:${padded(bytes[6])}:${padded(bytes[7])}`
}

function padded(value: number | undefined, width = 2): string {
  return String(value ?? 0).padStart(width, '0')
}
