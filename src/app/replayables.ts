import { SosieError } from '../base/errors.js'
import { loadScenario } from '../replay/scenario-folder.js'
import type { ReplayedScenario } from '../model/replayed.js'
import type { Replayable } from '../replay/runner.js'

/** A scenario ready to be replayed, and where its exchanges stand. */
export interface PlacedReplayable extends Replayable {
  readonly place: ReplayedScenario
}

/**
 * Loads scenarios with what they need: side files and environment variables.
 *
 * @param host Host to use for all scenarios, whatever they say.
 * @throws SosieError for a file that is not a scenario, and for variables without a value: all of them at once.
 */
export function replayables(
  files: readonly string[],
  environment: NodeJS.ProcessEnv,
  host?: string,
): PlacedReplayable[] {
  const loaded = files.map(loadScenario)
  const missing = loaded.flatMap(({ scenario }, index) =>
    Object.entries(scenario.variables)
      .filter(([name]) => environment[name] === undefined)
      .map(([name, where]) => `${name} (${files[index] ?? ''}: ${where})`),
  )
  if (missing.length > 0) {
    const text = `Give these variables of the environment a value first: ${[...new Set(missing)].join('; ')}.`
    throw new SosieError('SOSIE_E_USAGE', text)
  }
  return loaded.map(({ scenario, readFile, lines }, index) => ({
    scenario,
    place: { file: files[index] ?? '', lines },
    sources: {
      variable: (name: string) => environment[name] ?? '',
      sideFile: readFile,
      ...hostOf(host ?? scenario.host),
    },
  }))
}

function hostOf(host: string | undefined): { host?: string } {
  return host === undefined ? {} : { host }
}
