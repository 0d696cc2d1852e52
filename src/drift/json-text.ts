import { LosslessNumber, parse, stringify } from 'lossless-json'

/**
 * A JSON document as both servers hold it: they write the same double in other ways (5.7: 0.00000000001, 8: 1e-11). Integers keep all
 * their digits. The order of keys is the servers' own and the same.
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
