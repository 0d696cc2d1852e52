import { framed } from '../../src/capture/sql/packets.js'

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

export function login(): Buffer {
  const payload = Buffer.alloc(40)
  payload.writeUInt32LE(0x000aa285, 0)
  payload.write('app\0', 32)
  return framed(payload, 1)
}

export function ok(sequence: number, over: { affected?: number; warnings?: number; status?: number } = {}): Buffer {
  const { affected = 0, warnings = 0, status = 2 } = over
  return framed(Buffer.from([0, affected, 0, status, 0, warnings, 0]), sequence)
}

export function query(sql: string): Buffer {
  return framed(Buffer.concat([Buffer.from([3]), Buffer.from(sql)]), 0)
}

export function resultSet(rows: readonly string[], over: { warnings?: number } = {}): Buffer {
  const eof = (sequence: number, warnings: number): Buffer => framed(Buffer.from([0xfe, warnings, 0, 2, 0]), sequence)
  const row = (text: string, index: number): Buffer =>
    framed(Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]), index + 4)
  return Buffer.concat([
    framed(Buffer.from([1]), 1),
    framed(Buffer.from('\x03def\0\0\0\x01a\0'), 2),
    eof(3, 0),
    ...rows.map(row),
    eof(rows.length + 4, over.warnings ?? 0),
  ])
}

export function failure(errno: number, sqlState: string, message: string): Buffer {
  return framed(
    Buffer.concat([Buffer.from([0xff, errno & 0xff, errno >> 8]), Buffer.from(`#${sqlState}${message}`)]),
    1,
  )
}
