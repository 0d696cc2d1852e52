import { scenarioVersion } from './schema.js'

/** A scenario as a file of some version gives it: not looked at but for its version. */
export type RawScenario = Readonly<Record<string, unknown>>

/** From one version to the next. A step is never changed once it is released, and its fixture under test/replay/fixtures stays. */
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
