const grouped = new Intl.NumberFormat('en-GB')

/** Formats a count: `12,431`. */
export function count(value: number): string {
  return grouped.format(value)
}

/** Formats a count with its noun: `1 route`, `3 routes`. The plural adds an s unless it is given. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`
}

/** No-break space, which keeps a number and its unit on one line. */
const gap = '\u00a0'

/** Formats milliseconds for people; three digits are enough to compare: `0.42 ms`, `3.1 ms`, `312 ms`, `1.24 s`. */
export function milliseconds(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(ms >= 10_000 ? 1 : 2)}${gap}s`
  return `${figure(ms)}${gap}ms`
}

/** Formats the bare number of milliseconds, for columns whose heading names the unit. */
export function figure(ms: number): string {
  if (ms >= 1000) return count(Math.round(ms))
  if (ms >= 10) return String(Math.round(ms))
  return ms.toFixed(ms >= 1 || ms === 0 ? 1 : 2)
}

/** Formats bytes in decimal units, as network tools do. */
export function bytes(size: number): string {
  if (size < 1000) return counted(size, 'byte')
  if (size < 1_000_000) return `${(size / 1000).toFixed(1)}${gap}kB`
  return `${(size / 1_000_000).toFixed(1)}${gap}MB`
}

/** Formats part of a whole. Something is never rounded to `0 %`, and less than everything never to `100 %`. */
export function percent(part: number, whole: number): string {
  if (whole === 0 || part === 0) return `0${gap}%`
  const share = (part / whole) * 100
  if (share < 0.1) return `< 0.1${gap}%`
  if (share >= 99.95 && part < whole) return `> 99.9${gap}%`
  return `${share < 10 || (share > 99 && share < 100) ? share.toFixed(1) : String(Math.round(share))}${gap}%`
}

/** Formats a ratio: `1.9×`. */
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

/** Formats ISO 8601 as `23 Nov 2026, 08:00:00 UTC`; text that is not a date is returned unchanged. */
export function moment(iso: string): string {
  const at = Date.parse(iso)
  return Number.isNaN(at) ? iso : `${dateParts.format(at)} UTC`
}

/** Formats the time between two ISO 8601 instants: `2 h 14 min`, `3 min 20 s`, `8 s`; undefined when one of them is not a date. */
export function span(from: string, to: string): string | undefined {
  const seconds = Math.round((Date.parse(to) - Date.parse(from)) / 1000)
  if (Number.isNaN(seconds)) return undefined
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  if (hours > 0) return `${count(hours)} h ${minutes} min`
  const rest = `${seconds % 60} s`
  if (minutes === 0) return rest
  return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${rest}`
}
