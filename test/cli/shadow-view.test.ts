import { expect, test } from '@jest/globals'
import { shadowView } from '../../src/cli/shadow-view.js'
import { aState } from '../support/state.js'

const pace = { rate: 12.4, seconds: 3725 }

test('the view fits its terminal and says what matters', () => {
  const lines = shadowView(aState(), pace, 80)
  expect(lines.every((line) => line.length <= 80)).toBe(true)
  const text = lines.join('\n')
  expect(text).toContain('120   12/s   01:02:05')
  expect(text).toContain('unsafe-method 20')
  expect(text).toContain('95 of 98 compared')
  expect(text).toContain('url-too-long 1')
})

test('paused and a candidate that fails are said in words', () => {
  const { mirror } = aState()
  const said = (over: Partial<typeof mirror>): string =>
    shadowView(aState({ mirror: { ...mirror, ...over } }), pace, 120).join('\n')
  expect(said({ paused: true })).toContain('PAUSED')
  expect(said({ breaker: 'open' })).toContain('the candidate fails')
})
