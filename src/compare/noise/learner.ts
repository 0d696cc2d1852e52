/** What a learner may look at besides the values. */
export interface NoiseContext {
  /** When the request arrived; milliseconds since the epoch. */
  readonly receivedAt: number
  /** `host:port` of the own addresses of the stack that sent the value. */
  readonly own: readonly string[]
  /** Folder of that stack's code; absent if not configured. */
  readonly root?: string
}

/** Knows one thing that varies by itself: two values that are equal after masking say the same. */
export interface NoiseLearner {
  /** Id; reports write `builtin:ID`. */
  readonly id: string
  /** What it masks and why, in a sentence. */
  readonly about: string
  /**
   * Returns the value with what varies replaced by a word.
   * @param path place of the value.
   */
  readonly mask: (value: string, path: string, context: NoiseContext) => string
}
