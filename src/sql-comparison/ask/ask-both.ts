import type { SqlDifference } from '../compare/answers.js'
import type { StatementAnswer } from '../model.js'
import type { Lane } from './lanes.js'
import { ConnectionLost, type Asking } from './seat.js'
import { emptyAnswer } from './server.js'

export interface Answers {
  readonly legacy: StatementAnswer
  readonly candidate: StatementAnswer
  /** Set when a connection was lost each time that the statement was asked: nothing else can be said about it. */
  readonly lost?: readonly SqlDifference[]
}

/** Attempts to ask a statement: the first loss of a connection may have nothing to do with it, the second has. */
const attempts = 2

/** Asks both servers at once. Rejects with SOSIE_E_UNREACHABLE when one is gone for good. */
export async function askBoth(lane: Lane, asking: Asking): Promise<Answers> {
  let lost: SqlDifference[] = []
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const [legacy, candidate] = await Promise.all([
      settled(lane.legacy.ask(asking)),
      settled(lane.candidate.ask(asking)),
    ])
    if ('answer' in legacy && 'answer' in candidate) return { legacy: legacy.answer, candidate: candidate.answer }
    lost = [
      ...('lost' in legacy ? [lostBy('legacy', legacy.lost)] : []),
      ...('lost' in candidate ? [lostBy('the candidate', candidate.lost)] : []),
    ]
  }
  return { legacy: emptyAnswer, candidate: emptyAnswer, lost }
}

type Settled = { readonly answer: StatementAnswer } | { readonly lost: string }

async function settled(asked: Promise<StatementAnswer>): Promise<Settled> {
  try {
    return { answer: await asked }
  } catch (error) {
    if (error instanceof ConnectionLost) return { lost: error.message }
    throw error
  }
}

function lostBy(side: string, why: string): SqlDifference {
  return { kind: 'connection-lost', detail: `The connection to ${side} was lost each of ${attempts} times (${why}).` }
}
