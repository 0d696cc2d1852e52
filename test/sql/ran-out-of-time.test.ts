import { expect, test } from '@jest/globals'
import { ranOutOfTime } from '../../src/sql/ran-out-of-time.js'

const limit = 'Query execution was interrupted, maximum statement execution time exceeded'

test.each([
  [3024, limit, true],
  [1028, `Sort aborted: ${limit}`, true],
  [1969, 'Query execution was interrupted (max_statement_time exceeded)', true],
  [1028, 'Sort aborted: Out of sort memory', false],
  [1317, 'Query execution was interrupted', false],
])('%i "%s" ran out of time: %s', (errno, message, expected) => {
  expect(ranOutOfTime(errno, message)).toBe(expected)
})
