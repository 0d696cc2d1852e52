import { rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect, test } from '@jest/globals'
import { imbalances } from '../../../src/model/run.js'
import { eventually } from '../../support/eventually.js'
import { aNight, countsMetered, countsReported, stop, visits } from '../../support/night.js'
import { metricsOf, type ShadowProcess } from '../../support/shadow-process.js'

const night = aNight()

/** What the terminal said last, in the words of a report. */
function countsTold({ events }: ShadowProcess) {
  const last = events.filter(({ event }) => event === 'progress').at(-1) as {
    requests: number
    mirrored: number
    notMirrored: Record<string, number>
    tally: { match: number; noise: number; mismatch: number; reasons: Record<string, number> }
  }
  const { requests, mirrored, notMirrored, tally } = last
  const { match, noise, mismatch, reasons } = tally
  const compared = match + noise + mismatch
  return { requests, mirrored, notMirrored, compared, incomparable: reasons, match, noise, mismatch }
}

const lostBy = async (shadow: ShadowProcess): Promise<number> =>
  (await metricsOf(shadow))['sosie_incomparable_total{reason="recording-failed"}'] ?? 0

test.each(['nothing', 'a candidate that dies', 'a recording that is locked', 'a recording that is deleted'])(
  'metrics, the terminal and the report hold the same request counts, and they balance: %s',
  async (fault) => {
    const [legacy, candidate] = [await night.aStack('legacy'), await night.aStack('candidate')]
    const shadow = await night.shadowOf(legacy, candidate.url)
    await visits(shadow, 200)
    const other = fault.includes('locked') ? new Database(night.recording) : undefined
    other?.exec('BEGIN EXCLUSIVE')
    if (fault.includes('dies')) await candidate.kill()
    if (fault.includes('deleted')) rmSync(night.recording)
    await visits(shadow, 200)
    if (/locked|deleted/.test(fault)) await eventually(async () => (await lostBy(shadow)) > 100, 40)
    other?.close()
    await visits(shadow, 40)
    const metered = await countsMetered(shadow, 440)
    expect(await stop(shadow)).toBe(0)
    expect(imbalances(metered)).toEqual([])
    expect(countsTold(shadow)).toEqual(metered)
    expect(await countsReported(night.recording)).toEqual(metered)
    expect(metered.requests).toBe(440)
    if (/locked|deleted/.test(fault)) expect(metered.incomparable['recording-failed']).toBeGreaterThan(100)
  },
  60_000,
)
