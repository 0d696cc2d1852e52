interface Wrapped {
  readonly shape?: Record<string, unknown>
  readonly element?: unknown
  readonly unwrap?: () => unknown
}

/** Returns the schema of an object's key or of a list's items; undefined if there is none. */
export function inside(schema: unknown, step: PropertyKey): unknown {
  const plain = unwrapped(schema)
  return typeof step === 'number' ? plain.element : plain.shape?.[String(step)]
}

/** Returns the keys that an object's schema knows. */
export function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  return unwrapped(schema).shape
}

/** Unwraps optional values and the like. */
export function unwrapped(schema: unknown): Wrapped {
  const wrapped = (schema ?? {}) as Wrapped
  const hasContent = wrapped.shape !== undefined || wrapped.element !== undefined
  return hasContent || wrapped.unwrap === undefined ? wrapped : unwrapped(wrapped.unwrap())
}
