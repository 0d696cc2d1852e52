import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { imbalances } from '../../../src/model/run.js'
import { eventually } from '../../support/eventually.js'
import { aNight, body, stop, visits } from '../../support/night.js'
import { metricsOf, reportOf } from '../../support/shadow-process.js'

const night = aNight()

test('a candidate that hangs holds a stop up for less than 8 seconds, and is counted for what it was', async () => {
  const legacy = await night.aStack('legacy')
  const candidate = await night.anUpstream((request, response) => {
    if (request.url !== '/b1') response.end(body('legacy', request.url ?? ''))
  })
  const shadow = await night.shadowOf(legacy, candidate.url)
  await visits(shadow, 40)
  await wait(500)
  const started = performance.now()
  expect(await stop(shadow)).toBe(0)
  expect(performance.now() - started).toBeLessThan(8000)
  const { totals, run } = await reportOf(night.recording)
  expect(imbalances(totals)).toEqual([])
  expect(Object.keys(totals.incomparable)).toEqual(['shutdown'])
  expect(run.endedAt).not.toBeNull()
}, 60_000)

test('shutdown.seconds bounds users’ answers, too', async () => {
  const legacy = await night.anUpstream(() => undefined)
  const config = join(night.folder, 'sosie.yaml')
  writeFileSync(config, JSON.stringify({ shutdown: { seconds: 2 } }))
  const shadow = await night.shadowOf(legacy, legacy.url, ['--config', config])
  const asked = fetch(shadow.url).catch(() => 'cut off')
  await wait(200)
  const started = performance.now()
  expect(await stop(shadow)).toBe(0)
  expect(performance.now() - started).toBeLessThan(2500)
  expect(await asked).toBe('cut off')
}, 30_000)

test('a stack that goes down and comes back is told, each once', async () => {
  const answer = body('legacy', '/a0')
  const [legacy, candidate] = [await night.aStack('legacy'), await night.aStack('legacy')]
  const log = join(night.folder, 'sosie.log')
  const shadow = await night.shadowOf(legacy, candidate.url, ['--log', log])
  const ask = async (): Promise<string> => (await fetch(`${shadow.url}/a0`)).text()
  const told = (event: string) => shadow.events.filter((each) => each['event'] === event).map(({ stack }) => stack)
  expect(await ask()).toBe(answer)
  await candidate.kill()
  for (let turn = 0; turn < 10; turn += 1) await ask()
  await eventually(() => told('stack-down').length === 1)
  await legacy.kill()
  for (let turn = 0; turn < 10; turn += 1) expect(await ask()).toMatch(/^502/)
  await eventually(() => told('stack-down').length === 2)
  const metrics = await metricsOf(shadow)
  expect([metrics['sosie_stack_down{stack="legacy"}'], metrics['sosie_stack_down{stack="candidate"}']]).toEqual([1, 1])
  for (const { url } of [legacy, candidate])
    await night.anUpstream((_, response) => response.end(answer), Number(new URL(url).port))
  await eventually(async () => {
    await ask()
    return told('stack-up').length === 2
  })
  expect(await stop(shadow)).toBe(0)
  expect(told('stack-down')).toEqual(['candidate', 'legacy'])
  expect([...told('stack-up')].sort()).toEqual(['candidate', 'legacy'])
  expect(readFileSync(log, 'utf8')).toMatch(/"level":"warn".*"event":"stack-down"/)
}, 60_000)
