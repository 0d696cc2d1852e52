export const differenceParts = ['status', 'headers', 'cookies', 'redirect', 'body'] as const
/** The part of an answer where two legs disagree. */
export type DifferencePart = (typeof differenceParts)[number]

export const differenceKinds = ['value', 'type', 'missing', 'added', 'order', 'cut-short', 'unreadable'] as const
/**
 * `missing`: legacy has it, the candidate does not; `added`: the other way round; `order`: the same pieces in another order; `cut-short`:
 * the candidate's body is a prefix of legacy's; `unreadable`: one side cannot be parsed as its declared format.
 */
export type DifferenceKind = (typeof differenceKinds)[number]

/** One disagreement at one place of a pair: a fact, not a judgement. */
export interface Difference {
  readonly part: DifferencePart
  readonly kind: DifferenceKind
  /** The place: a header's name, a JSON path (`$.items[3].price`), a CSS-like path (`body > ul > li:nth-child(2)`) or a line. */
  readonly path: string
  /** Legacy's value there, truncated; absent when it had none. */
  readonly legacy?: string
  readonly candidate?: string
}
