import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { meaningfulTokens, tokensOf } from '../../src/sql/lexer.js'

const sqlLike = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        "'",
        '"',
        '`',
        '\\',
        '--',
        ' ',
        '/*',
        '*/',
        '#',
        '\n',
        'SELECT',
        '1',
        '.5e',
        '@a',
        '?',
        "''",
        '/*!',
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join('')),
)

test('the tokens of any text joined are the text again', () => {
  fc.assert(
    fc.property(sqlLike, (sql) => {
      expect([...tokensOf(sql)].map(({ text }) => text).join('')).toBe(sql)
    }),
  )
})

test.each([
  ["'it''s \\' one'", ['string']],
  ['`a``b`', ['quoted-name']],
  ['1.5e3', ['number']],
  ['0x1F', ['number']],
  ["x'0F'", ['string']],
  ['2nd_table', ['word']],
  ['@@sql_mode', ['variable']],
  ['?', ['placeholder']],
  ['été', ['word']],
])('%s is one token of its kind', (sql, kinds) => {
  expect([...tokensOf(sql)].map(({ kind }) => kind)).toEqual(kinds)
})

test('comments and white space carry no meaning, but a version comment is executed and does', () => {
  const kinds = [...meaningfulTokens('SELECT 1 -- one\n/* two */ # three\n /*!40001 SQL_CACHE */')].map(
    ({ kind }) => kind,
  )
  expect(kinds).toEqual(['word', 'number', 'comment'])
})
