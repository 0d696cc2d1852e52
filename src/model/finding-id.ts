import { createHash } from 'node:crypto'

/** Returns an id that is the same for the same defect in every run and on every machine (ADR 0005). */
export function findingId(cause: string, key: string): string {
  return createHash('sha256').update(`${cause}\n${key}`).digest('hex').slice(0, 16)
}
