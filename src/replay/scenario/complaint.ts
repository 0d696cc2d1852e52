/** A place in a scenario: keys and list indexes from the top. */
export type Path = readonly PropertyKey[]

/** Something in a scenario that cannot be read. */
export interface Complaint {
  readonly path: Path
  /** True where the key itself is wrong, and not what it holds. */
  readonly atKey?: boolean
  /** A sentence without its subject: what is wrong and what to do. */
  readonly says: string
}

/** `exchanges[3].capture.token`; empty for the whole. */
export function written(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    return text === '' ? String(step) : `${text}.${String(step)}`
  }, '')
}
