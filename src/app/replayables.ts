import { SosieError } from '../errors.js'
import { loadScenario } from '../replay/scenario-folder.js'
import type { Replayable } from '../replay/runner.js'

/**
 * Scenarios with what they need: side files, and variables of the environment.
 *
 * @throws SosieError for a file that is none, and for variables that have no value: all of them at once.
 */
export function replayables(files: readonly string[], environment: NodeJS.ProcessEnv, host?: string): Replayable[] {
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
  return loaded.map(({ scenario, readFile }) => ({
    scenario,
    sources: {
      variable: (name: string) => environment[name] ?? '',
      sideFile: readFile,
      ...(host === undefined ? {} : { host }),
    },
  }))
}
