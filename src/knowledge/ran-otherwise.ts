import type { ReadPair } from '../compare/read/pair.js'
import type { Statement } from '../model/statement.js'
import { digestOf } from '../sql/digest.js'

/** Where the statements of the two legs part. Either is absent if that leg sent no more. */
export interface Parting {
  readonly legacy: Statement | undefined
  readonly candidate: Statement | undefined
}

/** How the two legs ran: whether taps saw both, and where their statements part. */
export type Ran =
  | { readonly how: 'unseen' }
  /** The same statements, in the same order. */
  | { readonly how: 'alike' }
  | { readonly how: 'otherwise'; readonly parting: Parting }

/** Compares what the legs asked their databases, by the shapes of the statements: values that each stack makes for itself differ. */
export function ran(pair: ReadPair): Ran {
  const legacy = [pair.legacy, pair.control].find((leg) => leg?.attribution === 'exact')
  if (legacy === undefined || pair.candidate.attribution !== 'exact') return { how: 'unseen' }
  const [before, after] = [legacy.statements, pair.candidate.statements]
  const places = Array.from({ length: Math.max(before.length, after.length) }, (_, at) => at)
  const at = places.find((place) => shapeAt(before, place) !== shapeAt(after, place))
  if (at === undefined) return { how: 'alike' }
  return { how: 'otherwise', parting: { legacy: before[at], candidate: after[at] } }
}

function shapeAt(statements: readonly Statement[], at: number): string | undefined {
  const statement = statements[at]
  return statement === undefined ? undefined : digestOf(statement.sql).digest
}
