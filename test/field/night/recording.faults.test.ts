import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from '@jest/globals'
import { imbalances } from '../../../src/model/run.js'
import { eventually } from '../../support/eventually.js'
import { aNight, countsMetered, countsReported, messagesOf, stop, untilWritten, visits } from '../../support/night.js'
import { metricsOf, reportOf, sosie } from '../../support/shadow-process.js'

const night = aNight()

test('a recording that is deleted is told at once by event, metric and readiness, and a new one is begun', async () => {
  const [legacy, candidate] = [await night.aStack('legacy'), await night.aStack('candidate')]
  const log = join(night.folder, 'sosie.log')
  const shadow = await night.shadowOf(legacy, candidate.url, ['--log', log])
  await visits(shadow, 100)
  await untilWritten(night.recording, 100)
  for (const end of ['', '-wal', '-shm']) rmSync(`${night.recording}${end}`, { force: true })
  await eventually(() => messagesOf(shadow, 'recording-lost').length > 0, 3)
  expect(existsSync(night.recording)).toBe(true)
  expect(messagesOf(shadow, 'recording-lost')).toEqual([expect.stringMatching(/deleted or moved away; 100 mirrored/)])
  await eventually(async () => (await metricsOf(shadow))['sosie_recording_lost_total'] === 1, 3)
  expect(readFileSync(log, 'utf8')).toMatch(/"level":"error".*"event":"recording-lost"/)
  const ready = await fetch(`${shadow.admin}/readyz`)
  expect([ready.status, await ready.text()]).toEqual([200, expect.stringMatching(/recording was lost/) as unknown])
  await visits(shadow, 50)
  expect(await stop(shadow)).toBe(0)
  const { totals, notes, run } = await reportOf(night.recording)
  expect(totals).toMatchObject({ requests: 150, compared: 50, incomparable: { 'recording-failed': 100 } })
  expect(notes).toMatchObject([{ kind: 'partial', sentence: expect.stringMatching(/first 100/) as unknown }])
  expect(run.endedAt).not.toBeNull()
}, 60_000)

test('a recording that is moved away keeps its part whole, and its folder, when that vanishes, is told', async () => {
  const [legacy, candidate] = [await night.aStack('legacy'), await night.aStack('candidate')]
  const inside = join(night.folder, 'inside')
  mkdirSync(inside)
  const [recording, first] = [join(inside, 'run.sqlite'), join(inside, 'first.sqlite')]
  const shadow = await night.shadowOf(legacy, candidate.url, [], recording)
  await visits(shadow, 100)
  await untilWritten(recording, 100)
  renameSync(recording, first)
  await eventually(() => messagesOf(shadow, 'recording-lost').length > 0, 3)
  const database = new Database(first, { readonly: true })
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  database.close()
  expect((await reportOf(first)).totals.compared).toBe(100)
  rmSync(inside, { recursive: true })
  await eventually(() => messagesOf(shadow, 'fault').length > 0, 3)
  expect(messagesOf(shadow, 'fault')).toEqual([expect.stringMatching(/is gone, and no new one can be begun/)])
  await eventually(async () => (await metricsOf(shadow))['sosie_recording_failing'] === 1, 3)
  expect((await fetch(`${shadow.admin}/readyz/recording`)).status).toBe(503)
  await visits(shadow, 20)
  expect(await stop(shadow)).not.toBeNull()
}, 60_000)

test('a run that is being written is not purged, by name, age or size, however quiet; one whose writer was killed is', async () => {
  const [legacy, candidate] = [await night.aStack('legacy'), await night.aStack('candidate')]
  const { recording } = night
  const shadow = await night.shadowOf(legacy, candidate.url)
  await visits(shadow, 100)
  await untilWritten(recording, 100)
  age(recording, 10 * 60_000)
  const byName = await sosie(['purge', '--db', recording, '--run', 'latest'])
  expect([byName.status, byName.err]).toEqual([2, expect.stringMatching(/is being written/)])
  for (const by of [
    ['--older-than', '0.01h'],
    ['--max-size', '1KB'],
  ]) {
    const { status, err } = await sosie(['purge', '--db', recording, ...by])
    expect([status, err]).toEqual([0, expect.stringMatching(/Deleted 0 runs and 0 pairs.*\n.*is being written/)])
  }
  shadow.child.kill('SIGKILL')
  await shadow.ended
  const killed = await sosie(['purge', '--db', recording, '--run', 'latest'])
  expect([killed.status, killed.err]).toEqual([0, expect.stringMatching(/Deleted 1 run and 100 pairs/)])
}, 60_000)

/** Everything in it becomes older by so many milliseconds. */
function age(file: string, ms: number): void {
  const database = new Database(file)
  database.exec(
    `UPDATE pair SET received_at = received_at - ${ms}; UPDATE settled SET received_at = received_at - ${ms}`,
  )
  database.close()
}

test('a start that fails on its port leaves no run, and a run of nothing hides no other', async () => {
  const [legacy, candidate] = [await night.aStack('legacy'), await night.aStack('candidate')]
  const shadow = await night.shadowOf(legacy, candidate.url)
  await visits(shadow, 20)
  const where = ['--legacy', legacy.url, '--candidate', candidate.url, '--db', night.recording]
  const second = await sosie(['shadow', ...where, '--listen', new URL(shadow.url).host])
  expect(second.status).toBe(2)
  const third = await sosie(['shadow', ...where, '--listen', '127.0.0.1:0', '--admin', new URL(shadow.url).host])
  expect(third.status).toBe(2)
  expect(await stop(shadow)).toBe(0)
  const idle = await night.shadowOf(legacy, candidate.url)
  expect(await stop(idle)).toBe(0)
  const database = new Database(night.recording)
  expect(database.prepare('SELECT count(*) FROM run').pluck().get()).toBe(2)
  database.close()
  expect((await reportOf(night.recording)).totals.compared).toBe(20)
}, 60_000)

test('retention.bytes is held while the shadow runs', async () => {
  // No compression makes these smaller, and they differ in one word.
  const long = Array.from({ length: 8 }, () => randomBytes(6000).toString('hex'))
  const page = (leg: string, path: string): string => `${leg} ${path} ${long[Number(path.at(-1))] ?? ''}`
  const legacy = await night.anUpstream((request, response) => response.end(page('legacy', request.url ?? '')))
  const candidate = await night.anUpstream((request, response) => response.end(page('candidate', request.url ?? '')))
  const config = join(night.folder, 'sosie.yaml')
  const bytes = 1_000_000
  writeFileSync(config, JSON.stringify({ retention: { bytes } }))
  const shadow = await night.shadowOf(legacy, candidate.url, ['--config', config])
  let largest = 0
  for (let turn = 0; turn < 75; turn += 1) {
    const asked = Array.from({ length: 8 }, async (_, n) => (await fetch(`${shadow.url}/${turn}-${n}`)).text())
    await Promise.all(asked)
    largest = Math.max(largest, statSync(night.recording).size)
  }
  expect(largest).toBeLessThan(bytes * 1.5)
  const metered = await countsMetered(shadow, 600)
  expect(await stop(shadow)).toBe(0)
  expect(imbalances(metered)).toEqual([])
  expect(await countsReported(night.recording)).toEqual(metered)
}, 60_000)
