export const differenceParts = ['status', 'headers', 'cookies', 'redirect', 'body'] as const
/** The part of an answer where two legs disagree. */
export type DifferencePart = (typeof differenceParts)[number]

export const differenceKinds = ['value', 'type', 'missing', 'added', 'order', 'cut-short', 'unreadable'] as const
/**
 * `missing`: legacy has it, candidate does not; `added`: the other way round; `order`: the same pieces in another order;
 * `cut-short`: the candidate's body is a beginning of legacy's; `unreadable`: one side is not in its own format.
 */
export type DifferenceKind = (typeof differenceKinds)[number]

/** One disagreement at one place of a pair: a fact, not a judgement. */
export interface Difference {
  readonly part: DifferencePart
  readonly kind: DifferenceKind
  /** Where: a header's name, a JSON path (`$.items[3].price`), a CSS-like path (`body > ul > li:nth-child(2)`), a line. */
  readonly path: string
  /** What legacy said there, bounded; absent where it said nothing. */
  readonly legacy?: string
  readonly candidate?: string
}
