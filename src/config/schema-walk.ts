interface Wrapped {
  readonly shape?: Record<string, unknown>
  readonly element?: unknown
  readonly unwrap?: () => unknown
}

/** The schema of what a key, or a list's place, holds; undefined where there is none. */
export function inside(schema: unknown, step: PropertyKey): unknown {
  const plain = unwrapped(schema)
  return typeof step === 'number' ? plain.element : plain.shape?.[String(step)]
}

/** The keys that an object's schema knows. */
export function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  return unwrapped(schema).shape
}

/** Optional values wrap what they hold. */
export function unwrapped(schema: unknown): Wrapped {
  const wrapped = (schema ?? {}) as Wrapped
  const hasContent = wrapped.shape !== undefined || wrapped.element !== undefined
  return hasContent || wrapped.unwrap === undefined ? wrapped : unwrapped(wrapped.unwrap())
}
