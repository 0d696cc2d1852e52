import { LosslessNumber, parse, stringify } from 'lossless-json'

/**
 * True when both servers hold the same JSON document, even if they write a double differently (5.7: 0.00000000001, 8: 1e-11). Integers
 * keep all their digits. The servers determine the order of keys, and agree on it.
 */
export function sameJson(one: string | null, other: string | null): boolean {
  if (one === other) return true
  return one !== null && other !== null && plain(one) === plain(other)
}

function plain(text: string): string | undefined {
  return stringify(parse(text, undefined, canonicalNumber))
}

function canonicalNumber(text: string): LosslessNumber {
  const value = /^-?\d+$/.test(text) ? text : String(Number(text))
  return new LosslessNumber(value === '-0' ? '0' : value)
}
