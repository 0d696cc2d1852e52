import type { Evidence } from '../../../model/finding.js'
import type { EvidenceFields } from '../../entry.js'
import type { MethodTimes, StatementMeasurement } from '../../measurement.js'
import { roundedMs } from './statement-cause.js'

/** Returns the times from repeating the request if there are any, otherwise those from repeating its statements in sessions. */
export function methodOf({ tap, session }: StatementMeasurement): MethodTimes | undefined {
  return tap ?? session
}

export function answersOf({ answers, candidate }: StatementMeasurement): Evidence {
  return {
    ...(answers === undefined
      ? {}
      : { answerCachedMs: roundedMs(answers.legacyCachedMs), answerUncachedMs: roundedMs(answers.legacyUncachedMs) }),
    answerCandidateMs: roundedMs(candidate.answerMs),
  }
}

/** Returns how long the candidate's answer would take if it ran each text only once. */
export function fixedAnswerOf({ candidate }: StatementMeasurement): Evidence {
  return { answerMendedMs: roundedMs(candidate.answerMs - candidate.sameTextMs) }
}

export function experimentOf({ repeats, session, ran }: StatementMeasurement): Evidence {
  return {
    repeats,
    ...(session === undefined ? {} : { charset: session.charset, charsetKnown: session.charsetKnown === 'seen' }),
    ...(session === undefined || session.sameRows === null ? {} : { sameRows: session.sameRows }),
    ran,
  }
}

/** Fields that all experiments on statements share. */
export const experimentFields: EvidenceFields = {
  answerCachedMs: { label: 'Whole answer, legacy with its query cache', as: 'ms' },
  answerUncachedMs: { label: 'Whole answer, legacy without its query cache', as: 'ms' },
  answerCandidateMs: { label: 'Whole answer, candidate', as: 'ms' },
  answerMendedMs: { label: '… with each statement run once', as: 'ms' },
  method: {
    label: 'Measured by',
    as: {
      tap: 'repeating the whole request through the tap',
      session: "repeating its statements in a session on legacy's database",
    },
    isOfExperiment: true,
  },
  repeats: { label: 'Repeats behind each median', isOfExperiment: true },
  charset: { label: 'Character set of the sessions', isOfExperiment: true },
  charsetKnown: { label: 'Known from the wire', isOfExperiment: true },
  sameRows: { label: 'Same rows on both servers', isOfExperiment: true },
  ran: { label: 'What the experiment ran', isOfExperiment: true },
}
