import { expect, test } from '@jest/globals'
import { countedByControl } from '../../../src/diagnose/unpaired/counted-by-control.js'
import { aReadPair, aRequest } from '../../support/factories.js'

const noon = Date.UTC(2026, 0, 2, 12)

/** Control asked for these pages, one each second; then the two stacks answered a list. */
function shownBy(asked: readonly string[], legacy: string, candidate: string, at = noon + 60_000) {
  const counted = countedByControl()
  asked.forEach((target, index) => counted.asked(aRequest({ target, receivedAt: noon + index * 1000 })))
  const request = aRequest({ target: '/list', receivedAt: at })
  return counted.shownBy(
    aReadPair({ request, legacy: { response: { html: legacy } }, candidate: { response: { html: candidate } } }),
  )
}

const visits = (lake: number, town = 9): string => `<ul><li>lake, ${lake} visits<li>town, ${town} visits</ul>`

test('numbers that are ahead by as many times as control asked for a page are that page, counting', () => {
  expect(shownBy(['/photo', '/', '/photo', '/photo'], visits(6), visits(3))).toBe('GET /photo')
  expect(shownBy(['/p?id=7', '/p?id=8', '/p?id=7'], visits(2), visits(0))).toBe('GET /p?id=7')
  expect(shownBy(['/', '/photo', '/about'], visits(10, 12), visits(7, 9))).toBe('any page')
})

test('another number, one that is behind, or a page that differs elsewhere too is not', () => {
  const asked = ['/photo', '/photo', '/photo', '/', '/about']
  expect(shownBy(asked, visits(7), visits(3))).toBeUndefined()
  expect(shownBy(asked, visits(3), visits(6))).toBeUndefined()
  expect(shownBy(asked, visits(6), visits(3).replace('lake', 'sea'))).toBeUndefined()
  expect(shownBy(asked, visits(6, 11), visits(3, 9))).toBeUndefined()
  expect(shownBy(['/photo'], visits(1), visits(0))).toBeUndefined()
})

test('only what control had been asked before the page counts', () => {
  expect(shownBy(['/photo', '/photo', '/photo'], visits(5), visits(3), noon + 1500)).toBe('GET /photo')
  expect(shownBy(['/photo', '/photo', '/photo'], visits(6), visits(3), noon + 1500)).toBeUndefined()
})
