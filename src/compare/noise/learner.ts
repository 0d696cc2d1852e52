/** What a learner may look at beside the values. */
export interface NoiseContext {
  /** When the request came; milliseconds since 1970. */
  readonly receivedAt: number
  /** `host:port` of the own addresses of the stack that said the value. */
  readonly own: readonly string[]
  /** Folder under which that stack's code lies; absent where nobody said. */
  readonly root?: string
}

/** Knows one thing that varies by itself: two values that are equal once it is taken out say the same. */
export interface NoiseLearner {
  /** As it stands in reports: `builtin:ID`. */
  readonly id: string
  /** What it takes out and why, in a sentence. */
  readonly about: string
  /** The value with what varies replaced by a word. @param path where it stands. */
  readonly mask: (value: string, path: string, context: NoiseContext) => string
}
