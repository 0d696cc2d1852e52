import { expect, test } from '@jest/globals'
import { placeOfReplayed, replayId } from '../../src/model/replayed.js'

const scenarios = [
  { file: 'a.yaml', lines: [5] },
  { file: 'scenarios/b.yaml', lines: [7, 12] },
]

test('the id of a replayed request leads to its line', () => {
  expect(placeOfReplayed(scenarios, replayId(41, 1, 1))).toEqual({ file: 'scenarios/b.yaml', line: 12 })
})

test.each(['7f3a', 'replay-1', 'replay-1-0.', replayId(1, 2, 0), replayId(1, 0, 1)])('%s has no place', (id) => {
  expect(placeOfReplayed(scenarios, id)).toBeUndefined()
})
