import { expect, test } from '@jest/globals'
import { shareInterval } from '../../../src/base/statistics/share-interval.js'

// Figures of R: prop.test(x, n, correct = FALSE)$conf.int
test.each([
  [0, 20, 0, 0.1611],
  [1, 20, 0.0089, 0.2361],
  [50, 100, 0.4038, 0.5962],
  [20, 20, 0.8389, 1],
])('%d of %d is between %f and %f', (seen, of, low, high) => {
  const [from, to] = shareInterval(seen, of)
  expect(from).toBeCloseTo(low, 4)
  expect(to).toBeCloseTo(high, 4)
})
