import { expect, test } from '@jest/globals'
import { visitors } from '../../../src/replay/making/visitors.js'
import { anExchange, aRequest } from '../../support/factories.js'

/** Who each came from, all of one address and browser. `sent > given`: the session that a request sends, and the one that its answer gives. */
function whose(...exchanges: readonly string[]): number[] {
  const visitorOf = visitors()
  return exchanges.map((exchange) => {
    const [sent = '', given = ''] = exchange.split('>').map((each) => each.trim())
    const response = anExchange({
      response: { headers: given === '' ? [] : [['Set-Cookie', `PHPSESSID=${given}; path=/`]] },
    }).response
    return visitorOf({
      request: aRequest({ headers: sent === '' ? [] : [['Cookie', `PHPSESSID=${sent}`]] }),
      ...(response === undefined ? {} : { response }),
    })
  })
}

test('two people of one browser are two, also where their visits overlap', () => {
  expect(whose('> a', 'a', '> b', 'a', 'b', 'b')).toEqual([0, 0, 1, 0, 1, 1])
  expect(whose('> a', '> b', 'a', 'b', '> c')).toEqual([0, 1, 0, 1, 2])
})

test('a robot that gets a session with each page and sends none is a few visitors, however long it goes on', () => {
  const robot = Array.from({ length: 100 }, (_, page) => `> ${page}`)
  expect(new Set(whose(...robot)).size).toBe(8)
  expect(new Set(whose(...robot.slice(0, 5), '> a', 'a', ...robot.slice(5, 10), '> b')).size).toBe(12)
})

test('what is asked without a session, and gives none, is the latest newcomer’s', () => {
  expect(whose('', '> a', '', 'a', '', '> b', '')).toEqual([0, 0, 0, 0, 0, 1, 1])
})
