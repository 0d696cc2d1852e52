import fc from 'fast-check'
import { expect, test } from '@jest/globals'
import { valuesOf } from '../../../src/sql-comparison/compare/wire-row.js'
import type { StatementAnswer } from '../../../src/sql-comparison/model.js'
import { answerReader } from '../../../src/sql-comparison/ask/answer-reader.js'
import { aRow } from '../../support/sql-answers.js'

/** A column definition as the protocol describes it. */
function definition(name: string, type: number, flags = 0): Buffer {
  const text = (value: string): Buffer => Buffer.concat([Buffer.from([value.length]), Buffer.from(value, 'latin1')])
  const fixed = Buffer.from([0x0c, 45, 0, 0, 0, 0, 0, type, flags & 0xff, flags >> 8, 0, 0, 0])
  return Buffer.concat([...['def', 'shop', 't', 't', name, name].map(text), fixed])
}

const eof = (warnings: number): Buffer => Buffer.from([0xfe, warnings, 0, 2, 0])

function answerTo(packets: readonly Buffer[], keep = 1_000_000): StatementAnswer {
  const reader = answerReader(keep)
  const ended = packets.map((packet) => {
    // Somewhere in a larger buffer, as packets come from a socket.
    const buffer = Buffer.concat([Buffer.from('xx'), packet, Buffer.from('yy')])
    return reader.take({ buffer, start: 2, end: 2 + packet.length })
  })
  expect(ended).toEqual([...packets.slice(1).map(() => false), true])
  return reader.answer(3)
}

test('a result set: columns, rows, and the warnings that only its end counts', () => {
  const answer = answerTo([
    Buffer.from([2]),
    definition('id', 8, 0x20),
    definition('a', 253),
    eof(0),
    aRow(1, 'x'),
    aRow(2, null),
    eof(3),
  ])
  expect(answer.columns).toEqual([
    { name: 'id', charset: 45, type: 8, unsigned: true },
    { name: 'a', charset: 45, type: 253, unsigned: false },
  ])
  expect(answer.rows.map(valuesOf)).toEqual([
    ['1', 'x'],
    ['2', null],
  ])
  expect(answer).toMatchObject({ warningCount: 3, ms: 3 })
})

test('an OK, and an error also in the middle of the rows', () => {
  expect(answerTo([Buffer.from([0, 4, 0, 2, 0, 1, 0])])).toMatchObject({ affectedRows: 4, warningCount: 1 })
  const failure = Buffer.concat([Buffer.from([0xff, 0xd0, 0x0b]), Buffer.from('#HY000too long')])
  const error = { errno: 3024, sqlState: 'HY000', message: 'too long' }
  expect(answerTo([failure]).error).toEqual(error)
  expect(answerTo([Buffer.from([1]), definition('a', 253), eof(0), aRow('x'), failure]).error).toEqual(error)
})

test('past what is kept, all rows are known by two hashes: one of their order, one of none', () => {
  const rows = fc.array(fc.string({ minLength: 10, maxLength: 30, unit: 'grapheme-ascii' }), {
    minLength: 3,
    maxLength: 9,
  })
  const beyond = (values: readonly string[]): StatementAnswer['beyond'] =>
    answerTo([Buffer.from([1]), definition('a', 253), eof(0), ...values.map((value) => aRow(value)), eof(0)], 25).beyond
  fc.assert(
    fc.property(rows, (values) => {
      const [there, back] = [beyond(values), beyond([...values].reverse())]
      expect(there?.rows).toBe(values.length)
      expect(back?.inAnyOrder).toBe(there?.inAnyOrder)
      expect(back?.inOrder === there?.inOrder).toBe(values.join() === [...values].reverse().join())
      expect(beyond([...values.slice(1), 'another value'])?.inAnyOrder).not.toBe(there?.inAnyOrder)
    }),
  )
})
