import { judge } from '../../src/diagnose/judge.js'
import type { Sighting } from '../../src/model/finding.js'
import type { Pair } from '../../src/model/pair.js'
import { knowledge } from './knowledge.js'

/** What a judge who has learned nothing sees in it. */
export const seen = (pair: Pair): readonly Sighting[] => judge(pair, knowledge).sightings

/** The same in a line each: `major unexplained none: Other content`. */
export const heard = (pair: Pair): string[] =>
  seen(pair).map(({ cause, severity, proof, title }) => `${severity} ${cause} ${proof}: ${title}`)
