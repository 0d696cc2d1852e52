const grouped = new Intl.NumberFormat('en-GB')

/** `12,431`. */
export function count(value: number): string {
  return grouped.format(value)
}

/** `1 route`, `3 routes`; the plural is the singular with an s unless it is given. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`
}

/** Keeps a figure and its unit on one line. */
const gap = '\u00a0'

/** Milliseconds for people: three figures are enough to compare, `0.42 ms`, `3.1 ms`, `312 ms`, `1.24 s`. */
export function milliseconds(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(ms >= 10_000 ? 1 : 2)}${gap}s`
  return `${figure(ms)}${gap}ms`
}

/** The bare figure of a duration in milliseconds, for columns whose heading says the unit. */
export function figure(ms: number): string {
  if (ms >= 1000) return count(Math.round(ms))
  if (ms >= 10) return String(Math.round(ms))
  return ms.toFixed(ms >= 1 || ms === 0 ? 1 : 2)
}

/** Bytes in decimal units, as network tools count them. */
export function bytes(size: number): string {
  if (size < 1000) return counted(size, 'byte')
  if (size < 1_000_000) return `${(size / 1000).toFixed(1)}${gap}kB`
  return `${(size / 1_000_000).toFixed(1)}${gap}MB`
}

/** Part of a whole: what exists is never rounded to `0 %`, what is not all never to `100 %`. */
export function percent(part: number, whole: number): string {
  if (whole === 0 || part === 0) return `0${gap}%`
  const share = (part / whole) * 100
  if (share < 0.1) return `< 0.1${gap}%`
  if (share >= 99.95 && part < whole) return `> 99.9${gap}%`
  return `${share < 10 || (share > 99 && share < 100) ? share.toFixed(1) : String(Math.round(share))}${gap}%`
}

/** `1.9×`. */
export function times(ratio: number): string {
  return `${ratio >= 10 ? String(Math.round(ratio)) : ratio.toFixed(ratio < 1 ? 2 : 1)}×`
}

const dateParts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** `23 Nov 2026, 08:00:00 UTC` from ISO 8601; text that is no date is given back as it is. */
export function moment(iso: string): string {
  const at = Date.parse(iso)
  return Number.isNaN(at) ? iso : `${dateParts.format(at)} UTC`
}

/** `2 h 14 min`, `3 min 20 s`, `8 s` between two ISO 8601 instants; undefined when one of them is no date. */
export function span(from: string, to: string): string | undefined {
  const seconds = Math.round((Date.parse(to) - Date.parse(from)) / 1000)
  if (Number.isNaN(seconds)) return undefined
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  if (hours > 0) return `${count(hours)} h ${minutes} min`
  const rest = `${seconds % 60} s`
  if (minutes === 0) return rest
  return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${rest}`
}
