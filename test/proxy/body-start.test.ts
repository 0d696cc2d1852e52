import { expect, test } from '@jest/globals'
import { bodyStart } from '../../src/proxy/body-start.js'

test('the beginning of a body is kept up to its bound, in memory of its own', () => {
  const start = bodyStart(5)
  const chunks = ['abc', 'def', 'ghi'].map((text) => Buffer.from(text))
  for (const chunk of chunks) {
    start.take(chunk)
    chunk.fill('x')
  }
  expect(String(start.bytes())).toBe('abcde')
  expect(String(bodyStart(5).bytes())).toBe('')
})
