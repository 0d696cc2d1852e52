import { scenarioFile } from './schema.js'
import type { Path } from './complaint.js'

interface Schema {
  readonly shape?: Readonly<Record<string, unknown>>
  readonly element?: unknown
  readonly valueType?: unknown
  readonly options?: readonly unknown[]
  readonly unwrap?: () => unknown
}

/** Returns the keys that the format has at a place. */
export function knownKeys(path: Path): string[] {
  let schema = plain(scenarioFile)
  for (const step of path)
    schema = plain(schema.shape?.[String(step)] ?? (typeof step === 'number' ? schema.element : schema.valueType))
  return Object.keys(schema.shape ?? {})
}

/** Unwraps what is optional, and picks the shape that has keys if there are several. */
function plain(schema: unknown): Schema {
  const wrapped = (schema ?? {}) as Schema
  if (wrapped.options !== undefined) return plain(wrapped.options.map(plain).find(({ shape }) => shape !== undefined))
  const hasContent = wrapped.shape ?? wrapped.element ?? wrapped.valueType
  return hasContent !== undefined || wrapped.unwrap === undefined ? wrapped : plain(wrapped.unwrap())
}
