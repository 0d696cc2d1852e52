import type { ComparisonCounts } from '../../sql-comparison/ask/comparison.js'
import type { SqlSettings } from './settings.js'

/** Returns sentences that a reader should know before trusting the figures. */
export function notesOf(counts: ComparisonCounts, settings: SqlSettings, queryCache: boolean): string[] {
  const { notUtf8, refusedTables, notCompared } = counts
  const refused = [...refusedTables].map(([why, times]) => `${times} writes were not tried: ${why}.`)
  const atOnce = `Both servers were asked at once, ${settings.concurrency} sessions side by side. Times are comparable with each other only.`
  return [
    ...(notUtf8 === 0
      ? []
      : [`${notUtf8} statements are no UTF-8: they were sent byte for byte, as latin1 where the log does not say.`]),
    ...(notCompared['write'] === undefined
      ? []
      : [
          `${notCompared['write']} writes were left out. With --writes each is tried in a transaction that is rolled back.`,
        ]),
    ...refused,
    ...(queryCache
      ? ["Legacy's query cache is on, as its users have it: what it answers takes next to no time there."]
      : []),
    atOnce,
  ]
}
