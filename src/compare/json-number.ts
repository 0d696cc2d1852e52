/** Powers of ten up to which a float with an exponent is written out. */
const maxZeros = 30

/**
 * A number of JSON as it is compared: integers as they stand, floats without what adds nothing to them, so that 10.50 and 10.5, 1.5e3
 * and 1500.0 are the same. Minus zero stays minus zero.
 */
export function numberText(written: string): string {
  const exponentAt = written.search(/[eE]/)
  if (exponentAt === -1) return written.includes('.') ? withoutZeros(written) : written
  const exponent = Number(written.slice(exponentAt + 1))
  const sign = written.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = written.slice(sign.length, exponentAt).split('.')
  const digits = withoutLeadingZeros(whole + fraction)
  if (digits === '') return `${sign}0.0`
  const point = whole.length + exponent - (whole.length + fraction.length - digits.length)
  return sign + withPoint(digits, point)
}

/** @param point how many digits stand before it; negative where zeros follow it. */
function withPoint(digits: string, point: number): string {
  if (Math.abs(point) > maxZeros) return `${withoutZeros(`${digits.slice(0, 1)}.${digits.slice(1)}0`)}e${point - 1}`
  if (point <= 0) return withoutZeros(`0.${'0'.repeat(-point)}${digits}`)
  const padded = digits.padEnd(point, '0')
  return withoutZeros(`${padded.slice(0, point)}.${padded.slice(point)}0`)
}

/** One digit stays behind the point: what has one is a float. */
function withoutZeros(decimal: string): string {
  let end = decimal.length
  while (decimal[end - 1] === '0' && decimal[end - 2] !== '.') end -= 1
  return decimal.slice(0, end)
}

function withoutLeadingZeros(digits: string): string {
  let start = 0
  while (digits[start] === '0') start += 1
  return digits.slice(start)
}
