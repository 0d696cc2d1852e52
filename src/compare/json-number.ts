/** Largest power of ten for which a float with an exponent is written out. */
const maxZeros = 30

/**
 * Normalises a JSON number for comparison: integers stay as they are, floats lose redundant digits and exponents, so that 10.50 equals 10.5,
 * and 1.5e3 equals 1500.0. Minus zero stays minus zero.
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

/** @param point number of digits before the point; negative if zeros follow it. */
function withPoint(digits: string, point: number): string {
  if (Math.abs(point) > maxZeros) return `${withoutZeros(`${digits.slice(0, 1)}.${digits.slice(1)}0`)}e${point - 1}`
  if (point <= 0) return withoutZeros(`0.${'0'.repeat(-point)}${digits}`)
  const padded = digits.padEnd(point, '0')
  return withoutZeros(`${padded.slice(0, point)}.${padded.slice(point)}0`)
}

/** Removes trailing zeros, but leaves one digit after the point to mark a float. */
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
