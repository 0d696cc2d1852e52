import { expect, test } from '@jest/globals'
import { told } from '../../../src/tap/live/told.js'

const begun = (id: string, at: number) => ({ id, route: 'GET /', target: '/', begun: at })

test('a tap that is opened again hears of those under way, in the order of time', () => {
  const requests = told()
  requests.mark(begun('a', 1))
  requests.mark(begun('b', 2))
  requests.mark({ id: 'a', port: 40_001, sent: 3 })
  requests.mark(begun('c', 4))
  requests.mark({ id: 'b', ended: 5, whole: true })
  expect(requests.underWay()).toEqual([begun('a', 1), { id: 'a', port: 40_001, sent: 3 }, begun('c', 4)])
})

test('those that are over and that the dead tap had not concluded are ambiguous: none is lost', () => {
  const requests = told()
  for (const id of ['a', 'b', 'c']) requests.mark(begun(id, 1))
  requests.mark({ id: 'a', ended: 2, whole: true })
  requests.mark({ id: 'b', ended: 3, whole: true })
  const counts = requests.counted({ exact: 1, ambiguous: 0, attributed: 4, statements: 5 })
  expect(counts).toEqual({ exact: 1, ambiguous: 1, attributed: 4, statements: 5 })
})

test('nothing is certain while a request may be at work whose answer nobody heard to its end', () => {
  const requests = told()
  expect(requests.certainFrom(100)).toBe(100)
  requests.mark(begun('a', 1))
  requests.mark({ id: 'a', ended: 90, whole: false })
  expect(requests.certainFrom(100)).toBeGreaterThan(10_000)
})
