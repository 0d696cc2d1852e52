/** A map that keeps the most recently set entries: past its maximum, the one set longest ago is dropped. */
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

/** A set that keeps the most recently added values: past its maximum, the one added longest ago is dropped. */
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
 * Computes the result once per text, as long as the text is among the most recent ones.
 *
 * @param max number of texts that are remembered.
 * @param maxLength longest text that is worth remembering, in characters.
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
