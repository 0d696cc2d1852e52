/** A scenario of a replay. Scenarios are listed in the order in which they were given. */
export interface ReplayedScenario {
  /** The name given on the command line. */
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
 * Returns the id of a request that a replay sends. It encodes which exchange it is, so that a recording needs no table of what was sent.
 *
 * @param sent number of requests sent so far, including this one.
 * @param scenario and `exchange`: positions from 0.
 */
export function replayId(sent: number, scenario: number, exchange: number): string {
  return `replay-${sent}-${scenario}.${exchange}`
}

/** Returns where the exchange of a request stands; undefined unless the request is a replay's that kept its places. */
export function placeOfReplayed(scenarios: readonly ReplayedScenario[], requestId: string): ScenarioPlace | undefined {
  const [, scenario = '', exchange = ''] = /^replay-\d+-(\d+)\.(\d+)$/.exec(requestId) ?? []
  const { file, lines } = scenarios[Number(scenario)] ?? {}
  const line = lines?.[Number(exchange)]
  return file === undefined || line === undefined || exchange === '' ? undefined : { file, line }
}
