import { isInsideMark } from '../model/marks.js'
import type { Concealer } from './concealer.js'

/** First digits of card issuers (ISO/IEC 7812). Numbers that begin otherwise are order numbers, dates or counters. */
const issuer = /^(?:[3456]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720))/
const shortest = 13
const longest = 19

/** A digit and twelve more digits or separators. Every card matches; pages are full of numbers, but rarely hold such a run. */
const room = /\d[\d \-+%aAbBdD\u00a0]{12}/

/** Digits with nothing between them. */
interface Group {
  readonly start: number
  readonly end: number
}

/**
 * Hides payment card numbers anywhere in a text: digits in groups, separated by a space (in a URL, too) or a dash. Other numbers may stand
 * next to a card, such as a time before it or an expiry date after it, so every group is tried as its beginning.
 */
export function withoutCards(text: string, conceal: Concealer): string {
  if (!room.test(text)) return text
  let clean = ''
  let copied = 0
  for (const groups of runsOfGroups(text)) {
    for (let index = 0; index < groups.length; index += 1) {
      const last = lastOfCard(text, groups, index)
      if (last === undefined) continue
      const [start, end] = [groups[index]?.start ?? 0, groups[last]?.end ?? 0]
      if (isInsideMark(text, start, end)) continue
      const hidden = conceal(digitsOf(text, groups, index, last))
      // A bare number becomes a string, so that JSON stays JSON.
      clean += text.slice(copied, start) + (isValueOfJson(text, start) ? `"${hidden}"` : hidden)
      copied = end
      index = last
    }
  }
  return copied === 0 ? text : clean + text.slice(copied)
}

/** True when the check digit is right (Luhn; ISO/IEC 7812-1, Annex B). One number in ten passes by chance. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** Yields runs of groups with one separator between each two and enough digits for a card. */
function* runsOfGroups(text: string): Generator<Group[]> {
  const length = text.length
  let at = 0
  while (at < length) {
    if (!isDigit(text, at)) {
      at += 1
      continue
    }
    const fraction = at > 1 && text.charCodeAt(at - 1) === 46 && isDigit(text, at - 2)
    const groups: Group[] = []
    let digits = 0
    for (;;) {
      const start = at
      while (at < length && isDigit(text, at)) at += 1
      if (!(fraction && groups.length === 0)) digits += at - start
      groups.push({ start, end: at })
      const gap = separatorAt(text, at)
      if (gap === 0 || !isDigit(text, at + gap)) break
      at += gap
    }
    // The decimals of a number are not a card.
    if (digits >= shortest) yield fraction ? groups.slice(1) : groups
  }
}

/** Returns the index of the last group of the longest card that begins with the given group; undefined if none does. */
function lastOfCard(text: string, groups: readonly Group[], first: number): number | undefined {
  const size = sizeOf(groups[first])
  if (first > 0 && size !== 4 && (size < shortest || size > longest)) return undefined // rejects nearly every group of a table
  let found: number | undefined
  let digits = 0
  for (let last = first; last < groups.length; last += 1) {
    digits += sizeOf(groups[last])
    if (digits > longest) break
    if (digits < shortest || !isGroupedAsCard(groups, first, last)) continue
    const number = digitsOf(text, groups, first, last)
    if (issuer.test(number) && passesLuhn(number)) found = last
  }
  return found
}

/** True for a single group, for a whole run however it is grouped, and for a part of a run in the groups of cards: 4-4-4-4, 4-6-5. */
function isGroupedAsCard(groups: readonly Group[], first: number, last: number): boolean {
  if (first === last || (first === 0 && last === groups.length - 1)) return true
  if (sizeOf(groups[first]) !== 4) return false
  for (let index = first + 1; index <= last; index += 1) {
    const size = sizeOf(groups[index])
    if (size > 6 || (index < last && size < 4)) return false
  }
  return true
}

function digitsOf(text: string, groups: readonly Group[], first: number, last: number): string {
  let digits = ''
  for (let index = first; index <= last; index += 1) digits += text.slice(groups[index]?.start, groups[index]?.end)
  return digits
}

function sizeOf(group: Group | undefined): number {
  return group === undefined ? 0 : group.end - group.start
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}

/** Returns the length of the separator between two groups; 0 if there is none. */
function separatorAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code === 32 || code === 45 || code === 43 || code === 0xa0) return 1
  return code === 37 && /^%(?:20|2d|2b|a0)$/i.test(text.slice(at, at + 3)) ? 3 : 0
}

function isValueOfJson(text: string, at: number): boolean {
  const before = text[at - 1]
  return (before === ':' || before === ' ') && /"\s{0,8}:\s{0,8}$/.test(text.slice(Math.max(0, at - 20), at))
}
