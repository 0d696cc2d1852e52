import { framed } from '../../src/mysql/packets.js'

/** A MySQL conversation as bytes, built from the protocol's description: what a server and PHP's mysqlnd send. */
const salt = Buffer.alloc(8, 0x61)

export function greeting(): Buffer {
  const lower = Buffer.from([0xff, 0xff]) // every ability, TLS and compression among them
  const upper = Buffer.from([0xff, 0x01])
  return framed(
    Buffer.concat([
      Buffer.from([10]),
      Buffer.from('5.7.29\0'),
      Buffer.from([1, 0, 0, 0]),
      salt,
      Buffer.from([0]),
      lower,
      Buffer.from([33, 2, 0]),
      upper,
      Buffer.from([21]),
      Buffer.alloc(10),
      Buffer.alloc(13, 0x62),
    ]),
    0,
  )
}

/** @param collation number of the client's: 33 is utf8_general_ci. @param more abilities, as 0x20: compression. */
export function login(sequence = 1, collation = 33, more = 0): Buffer {
  const payload = Buffer.alloc(40)
  payload.writeUInt32LE(0x000aa285 | more, 0)
  payload[8] = collation
  payload.write('app\0', 32)
  return framed(payload, sequence)
}

export function sslRequest(): Buffer {
  const payload = Buffer.alloc(32)
  payload.writeUInt32LE(0x000aaa85, 0)
  return framed(payload, 1)
}

export function ok(
  sequence: number,
  over: { affected?: number; insertId?: number; warnings?: number; status?: number } = {},
): Buffer {
  const { affected = 0, insertId = 0, warnings = 0, status = 2 } = over
  return framed(Buffer.from([0, affected, insertId, status, 0, warnings, 0]), sequence)
}

export function query(sql: string): Buffer {
  return framed(Buffer.concat([Buffer.from([3]), Buffer.from(sql)]), 0)
}

const eof = (sequence: number, warnings: number, status = 2): Buffer =>
  framed(Buffer.from([0xfe, warnings, 0, status, 0]), sequence)
const row = (text: string, index: number): Buffer =>
  framed(Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]), index + 4)

/** @param status 2 is autocommit alone. */
export function resultSet(rows: readonly string[], over: { warnings?: number; status?: number } = {}): Buffer {
  return Buffer.concat([
    framed(Buffer.from([1]), 1),
    framed(Buffer.from('\x03def\0\0\0\x01a\0'), 2),
    eof(3, 0),
    ...rows.map(row),
    eof(rows.length + 4, over.warnings ?? 0, over.status),
  ])
}

/** A command by its first byte. */
export function commandOf(code: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  return framed(Buffer.concat([Buffer.from([code]), payload]), 0)
}

export function prepare(sql: string): Buffer {
  return commandOf(0x16, Buffer.from(sql))
}

/** The answer to a prepare: no columns, `parameters` parameters. */
export function preparedAs(id: number, parameters: number): Buffer {
  const first = Buffer.alloc(12)
  first.writeUInt32LE(id, 1)
  first.writeUInt16LE(parameters, 7)
  const definitions = Array.from({ length: parameters }, (_, index) => framed(Buffer.from('\x03def'), index + 2))
  return Buffer.concat([framed(first, 1), ...definitions, ...(parameters === 0 ? [] : [eof(parameters + 2, 0)])])
}

/** Runs statement `id` with values bound as text. */
export function execute(id: number, values: readonly string[] = [], cursor = false): Buffer {
  const head = Buffer.alloc(9)
  head.writeUInt32LE(id, 0)
  head[4] = cursor ? 1 : 0
  head[5] = 1
  if (values.length === 0) return commandOf(0x17, head)
  const types = Buffer.concat(values.map(() => Buffer.from([0xfd, 0])))
  const texts = values.map((text) => {
    const length = Buffer.from([0xfd, 0, 0, 0])
    length.writeUIntLE(text.length, 1, 3)
    return Buffer.concat([length, Buffer.from(text)])
  })
  return commandOf(
    0x17,
    Buffer.concat([head, Buffer.alloc((values.length + 7) >> 3), Buffer.from([1]), types, ...texts]),
  )
}

export function withStatementId(code: number, id: number, rest = Buffer.alloc(0)): Buffer {
  const number = Buffer.alloc(4)
  number.writeUInt32LE(id)
  return commandOf(code, Buffer.concat([number, rest]))
}

/** The columns of a result whose rows wait in a cursor. */
export function openCursor(): Buffer {
  return Buffer.concat([framed(Buffer.from([1]), 1), framed(Buffer.from('\x03def\0\0\0\x01a\0'), 2), eof(3, 0, 0x42)])
}

/** Some rows out of a cursor. */
export function fetched(rows: readonly string[], last: boolean): Buffer {
  return Buffer.concat([
    ...rows.map((text, index) => row(text, index - 3)),
    eof(rows.length + 1, 0, last ? 0x82 : 0x42),
  ])
}

export function failure(errno: number, sqlState: string, message: string): Buffer {
  return framed(
    Buffer.concat([Buffer.from([0xff, errno & 0xff, errno >> 8]), Buffer.from(`#${sqlState}${message}`)]),
    1,
  )
}
