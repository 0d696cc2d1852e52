import { scenarioVersion } from './schema.js'

/** A scenario as a file of some version holds it; only its version was checked. */
export type RawScenario = Readonly<Record<string, unknown>>

/** Upgrades from one version to the next. A released step is never changed, and its fixture under test/replay/fixtures stays. */
export type Upgrader = (older: RawScenario) => RawScenario

/** The first makes version 2 of version 1, and so on. */
const upgraders: readonly Upgrader[] = []

/** @param version of `scenario`, at most `latest`. */
export function upgraded(
  scenario: RawScenario,
  version: number,
  steps: readonly Upgrader[] = upgraders,
  latest: number = scenarioVersion,
): RawScenario {
  return steps
    .slice(version - 1, latest - 1)
    .reduce<RawScenario>((older, step, index) => ({ ...step(older), version: version + index + 1 }), scenario)
}
