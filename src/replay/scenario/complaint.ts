/** A place in a scenario: keys and list indexes from the top. */
export type Path = readonly PropertyKey[]

/** Something in a scenario that cannot be read. */
export interface Complaint {
  readonly path: Path
  /** True if the key itself is wrong, not what it holds. */
  readonly atKey?: boolean
  /** A sentence without its subject: what is wrong and what to do. */
  readonly says: string
}

/** Formats a path as in `exchanges[3].capture.token`; empty for the whole. */
export function written(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    return text === '' ? String(step) : `${text}.${String(step)}`
  }, '')
}
