import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect } from '@jest/globals'
import { imbalances } from '../../src/model/run.js'
import { eventually } from './eventually.js'
import { drive } from './load.js'
import { metricsOf, reportOf, startShadowProcess, type ShadowProcess } from './shadow-process.js'
import { startUpstream, type Upstream } from './upstream.js'

/** What a test of the night has: a folder of its own, and servers that end with it. */
export interface Night {
  readonly folder: string
  readonly recording: string
  anUpstream(...listener: Parameters<typeof startUpstream>): Promise<Upstream>
  /** Whose pages differ from another's in part, so that every kind of row is written. */
  aStack(leg: string): Promise<Upstream>
  /** Of the recording, with an admin listener. */
  shadowOf(legacy: Upstream, candidate: string, more?: readonly string[], recording?: string): Promise<ShadowProcess>
}

export const body = (leg: string, path: string): string =>
  `page ${path} ${path.endsWith('1') ? leg : ''} ${'.'.repeat(500)}`
const paths = ['/a0', '/b1', '/c0', '/d1']

/** A new one for each test of the file. */
export function aNight(): Night {
  let [folder, open]: [string, Upstream[]] = ['', []]
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sosie-night-'))
    open = []
  })
  afterEach(async () => {
    await Promise.all(open.map((upstream) => upstream.kill()))
    rmSync(folder, { recursive: true, force: true })
  })
  const night: Night = {
    get folder() {
      return folder
    },
    get recording() {
      return join(folder, 'run.sqlite')
    },
    async anUpstream(...listener) {
      const upstream = await startUpstream(...listener)
      open.push(upstream)
      return upstream
    },
    aStack: (leg) => night.anUpstream((request, response) => response.end(body(leg, request.url ?? ''))),
    shadowOf: (legacy, candidate, more = [], recording = night.recording) =>
      startShadowProcess([
        ...['--legacy', legacy.url, '--candidate', candidate],
        ...['--db', recording, '--admin', '127.0.0.1:0', ...more],
      ]),
  }
  return night
}

/** Users, each of whom gets legacy's answer. */
export async function visits({ url }: ShadowProcess, requests: number): Promise<void> {
  const expected = (path: string): string => body('legacy', path)
  expect((await drive({ url, paths, requests, connections: 4, expected })).wrong).toEqual([])
}

export async function stop({ child, ended }: ShadowProcess): Promise<number | null> {
  child.kill('SIGTERM')
  return ended
}

export const messagesOf = ({ events }: ShadowProcess, name: string): string[] =>
  events.filter(({ event }) => event === name).map(({ message }) => String(message))

/** What its metrics say once everything of so many requests is told, in the words of a report. Looked at again, lest it was chance. */
export async function countsMetered(shadow: ShadowProcess, requests: number) {
  const isWhole = (requestCounts: Awaited<ReturnType<typeof metered>>): boolean =>
    requestCounts.requests === requests && imbalances(requestCounts).length === 0
  for (let turn = 0; turn < 100 && !isWhole(await metered(shadow)); turn += 1) await wait(200)
  await wait(300)
  return metered(shadow)
}

async function metered(shadow: ShadowProcess) {
  const figures = await metricsOf(shadow)
  const labelled = (name: string): Record<string, number> =>
    Object.fromEntries(
      Object.entries(figures)
        .filter(([key, n]) => key.startsWith(`${name}{`) && n > 0)
        .map(([key, n]) => [key.split('"')[1] ?? '', n]),
    )
  const { match = 0, noise = 0, mismatch = 0 } = labelled('sosie_pairs_total')
  return {
    requests: figures['sosie_requests_total'] ?? 0,
    mirrored: figures['sosie_mirrored_total'] ?? 0,
    notMirrored: labelled('sosie_not_mirrored_total'),
    compared: match + noise + mismatch,
    incomparable: labelled('sosie_incomparable_total'),
    match,
    noise,
    mismatch,
  }
}

export async function countsReported(recording: string) {
  const { requests, mirrored, notMirrored, compared, incomparable, match, noise, mismatch } = (
    await reportOf(recording)
  ).totals
  return { requests, mirrored, notMirrored, compared, incomparable, match, noise, mismatch }
}

/** So many pairs stand in the recording. */
export const untilWritten = (recording: string, pairs: number): Promise<void> =>
  eventually(() => {
    const database = new Database(recording, { readonly: true })
    const rows = database.prepare('SELECT (SELECT count(*) FROM pair) + (SELECT count(*) FROM settled)').pluck().get()
    database.close()
    return rows === pairs
  })
