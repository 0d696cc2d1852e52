const grouped = new Intl.NumberFormat('en-GB')

/** `12,431`. */
export function count(value: number): string {
  return grouped.format(value)
}

/** `1 route`, `3 routes`; the plural is the singular with an s unless it is given. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`
}
