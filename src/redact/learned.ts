import type { Fault } from '../model/fault.js'
import type { NoiseSnapshot, PlaceCounts } from '../model/noise.js'
import { withoutMarks } from '../model/marks.js'
import type { Scrub } from './body.js'

/** Scrubs what was learned about noise. Places and routes whose names become the same are counted together. */
export function redactLearned(
  { version, pairs, places, faults, repeated }: NoiseSnapshot,
  scrub: Scrub,
): NoiseSnapshot {
  const withoutSecrets = (counts: PlaceCounts): PlaceCounts =>
    counts.forms === undefined ? counts : { ...counts, forms: counts.forms.map(scrub) }
  return {
    version,
    pairs: renamed(pairs, scrub, (one, other) => one + other),
    places: renamed(
      Object.fromEntries(Object.entries(places).map(([place, counts]) => [place, withoutSecrets(counts)])),
      scrub,
      together,
    ),
    faults: renamed(faults, scrub, (one, other): Fault[] => [...new Set([...one, ...other])]),
    repeated: renamed(repeated, scrub, () => true),
  }
}

function together(one: PlaceCounts, other: PlaceCounts): PlaceCounts {
  const counts = { candidate: one.candidate + other.candidate, control: one.control + other.control }
  if (one.forms === undefined || other.forms === undefined) return counts
  return { ...counts, forms: [...new Set([...one.forms, ...other.forms])] }
}

function renamed<Value>(
  known: Readonly<Record<string, Value>>,
  scrub: Scrub,
  join: (one: Value, other: Value) => Value,
): Record<string, Value> {
  const values = new Map<string, Value>()
  for (const [name, value] of Object.entries(known)) {
    const kept = withoutMarks(scrub(name))
    const before = values.get(kept)
    values.set(kept, before === undefined ? value : join(before, value))
  }
  return Object.fromEntries(values)
}
