import { expect, test } from '@jest/globals'
import { controlWrites } from '../../src/mirror/control-writes.js'
import { aRequest, aStatement, anExchange } from '../support/factories.js'

function watched() {
  const told: [string, readonly string[]][] = []
  const writes = controlWrites((route, tables) => void told.push([route, tables]))
  const ask = (target: string, sql: string, affectedRows = 1): void =>
    writes.saw(aRequest({ target }), anExchange({ leg: 'control', statements: [aStatement({ sql, affectedRows })] }))
  return { told, ask, mayAsk: (target: string) => writes.mayAsk(aRequest({ target })) }
}

test('a route whose safe request wrote is asked no more, and its tables are told once', () => {
  const { told, ask, mayAsk } = watched()
  expect(mayAsk('/photo/1')).toBe(true)
  ask('/photo/1', 'UPDATE photos SET hits = hits + 1 WHERE id = 1')
  ask('/photo/2', 'UPDATE photos SET hits = hits + 1 WHERE id = 2')
  expect(mayAsk('/photo/3')).toBe(false)
  expect(mayAsk('/list')).toBe(true)
  expect(told).toEqual([['GET /photo/{id}', ['photos']]])
})

test('what only reads, or changes no row, is asked again', () => {
  const { told, ask, mayAsk } = watched()
  ask('/list', 'SELECT * FROM photos', 0)
  ask('/list', 'DELETE FROM tokens WHERE expires < NOW()', 0)
  expect(mayAsk('/list')).toBe(true)
  expect(told).toEqual([])
})
