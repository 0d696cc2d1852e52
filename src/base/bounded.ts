/** A map of the entries that were set last: past its bound, the one that was set the longest ago is forgotten. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  readonly #max: number

  /** @param max entries, at least 1. */
  constructor(max: number) {
    super()
    this.#max = max
  }

  override set(key: Key, value: Value): this {
    this.delete(key)
    super.set(key, value)
    if (this.size > this.#max) this.delete(this.keys().next().value as Key)
    return this
  }
}

/** A set of the values that were added last: past its bound, the one that was added the longest ago is forgotten. */
export class BoundedSet<Value> extends Set<Value> {
  readonly #max: number

  /** @param max values, at least 1. */
  constructor(max: number) {
    super()
    this.#max = max
  }

  override add(value: Value): this {
    this.delete(value)
    super.add(value)
    if (this.size > this.#max) this.delete(this.values().next().value as Value)
    return this
  }
}

/**
 * Computes once for each text, as long as it is among the ones computed last.
 *
 * @param max texts that are remembered.
 * @param maxLength characters of a text that is worth remembering.
 */
export function memoized<Result>(
  compute: (text: string) => Result,
  { max, maxLength = Infinity }: { readonly max: number; readonly maxLength?: number },
): (text: string) => Result {
  const known = new BoundedMap<string, Result>(max)
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const result = compute(text)
    if (text.length <= maxLength) known.set(text, result)
    return result
  }
}
