import { expect, test } from '@jest/globals'
import { upgradedSnapshot } from '../../../src/compare/noise/upgrade.js'

test('a snapshot of version 1 keeps its counts, and excuses no fault', () => {
  const first = {
    version: 1,
    pairs: { 'GET /': 40 },
    places: { 'GET / status value status': { candidate: 9, control: 9 } },
  } as const
  expect(upgradedSnapshot(first)).toEqual({ ...first, version: 2, faults: {}, repeated: {} })
})

test('a snapshot of the present version stays as it is', () => {
  const kept = {
    version: 2,
    pairs: {},
    places: {},
    faults: { 'GET /': ['server-error'] },
    repeated: { p: true },
  } as const
  expect(upgradedSnapshot(kept)).toEqual(kept)
})
