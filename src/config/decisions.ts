import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { SosieError } from '../base/errors.js'
import { makeFolder } from '../base/folders.js'
import type { Allowance, Decisions } from '../model/decision.js'
import { baselineText, readBaseline } from './baseline-file.js'

/**
 * Keeps decisions in files: `gate.allow` of the configuration, and the baseline.
 *
 * @param baseline the file; without it no baseline is kept.
 * @param ifMissing whether a missing baseline is an error or accepts nothing yet.
 */
export function decisionsIn(
  allowances: readonly Allowance[],
  baseline: string | undefined,
  ifMissing: 'refuse' | 'empty' = 'refuse',
): Decisions {
  return {
    async read() {
      if (baseline === undefined) return { allowances }
      return { allowances, baseline: (await readBaseline(baseline, ifMissing)).entries }
    },
    async put(entries) {
      if (baseline === undefined)
        throw new SosieError(
          'SOSIE_E_USAGE',
          'Which file holds the baseline? Give --baseline FILE or gate.baseline in --config.',
        )
      const { text } = await readBaseline(baseline, 'empty')
      await written(baseline, baselineText(text, entries))
    },
  }
}

async function written(file: string, text: string): Promise<void> {
  try {
    makeFolder(dirname(file))
    await writeFile(file, text)
  } catch (cause) {
    throw new SosieError(
      'SOSIE_E_NOT_WRITABLE',
      `The baseline ${file} cannot be written. Check the path given with --baseline.`,
      {
        cause,
      },
    )
  }
}
