import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { SosieError } from '../base/errors.js'
import { driftedTables, tableStates } from './model.js'

/** The part of a drift report that a run needs. */
const driftFile = z.object({
  schema: z.literal(1),
  tables: z.array(z.object({ table: z.string(), state: z.enum(tableStates) })),
})

/** Returns the tables that a report of `sosie drift --json` calls drifted; none without a file. */
export async function readDriftedTables(file: string | undefined): Promise<string[]> {
  if (file === undefined) return []
  try {
    return driftedTables(driftFile.parse(JSON.parse(await readFile(file, 'utf8'))))
  } catch (cause) {
    const there = (cause as NodeJS.ErrnoException).code === undefined
    const text = there
      ? `${file} is no result of a drift check. Make one: sosie drift --json > drift.json, and name it with --drift.`
      : `${file} cannot be read. Check the path given with --drift, or make a result: sosie drift --json > drift.json.`
    throw new SosieError('SOSIE_E_NOT_READABLE', text, { cause })
  }
}
