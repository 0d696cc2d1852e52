/** Scenarios of a replay, in the order in which they were given: where each of their exchanges stands. */
export interface ReplayedScenario {
  /** As it was named on the command line. */
  readonly file: string
  /** Line of each exchange, from 1, in the order of the file. */
  readonly lines: readonly number[]
}

/** A line of a scenario. */
export interface ScenarioPlace {
  readonly file: string
  readonly line: number
}

/**
 * The id of a request that a replay sends: it says which exchange it is, so that a recording needs no table of what was sent.
 *
 * @param sent how many were sent before it, itself counted.
 * @param scenario and `exchange`: positions from 0.
 */
export function replayId(sent: number, scenario: number, exchange: number): string {
  return `replay-${sent}-${scenario}.${exchange}`
}

/** Where the exchange of a request stands; undefined for a request of no replay, or of one that kept no places. */
export function placeOfReplayed(scenarios: readonly ReplayedScenario[], requestId: string): ScenarioPlace | undefined {
  const [, scenario = '', exchange = ''] = /^replay-\d+-(\d+)\.(\d+)$/.exec(requestId) ?? []
  const { file, lines } = scenarios[Number(scenario)] ?? {}
  const line = lines?.[Number(exchange)]
  return file === undefined || line === undefined || exchange === '' ? undefined : { file, line }
}
