import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { stringify } from 'yaml'
import { reportOf, sosie, startShadowProcess, type ShadowProcess } from '../support/shadow-process.js'
import { freePorts, startSqlStacks, type SqlStacks } from '../support/sql-stacks.js'

jest.setTimeout(30_000)

let stacks: SqlStacks
let tapPort = 0
let recording = ''
let configFile = ''

beforeAll(async () => {
  ;[tapPort = 0] = await freePorts(1)
  stacks = await startSqlStacks([
    { name: 'live', php: 'legacy', mysql: 'legacy', children: 4, port: tapPort },
    { name: 'new', php: 'candidate', mysql: 'candidate', children: 2 },
  ])
  recording = join(stacks.folder, 'run.sqlite')
  configFile = config({})
}, 60_000)

afterAll(() => stacks.stop())

/** A sosie.yaml with live legacy tapped. */
function config(more: Readonly<Record<string, unknown>>): string {
  const file = join(stacks.folder, `sosie-${Object.keys(more).join('-')}.yaml`)
  const { host, port } = stacks.databases.legacy
  const tap = { listen: `127.0.0.1:${tapPort}`, target: `${host}:${port}`, match: 'process' }
  const legs = { legacy: { url: stacks.url('live'), tap }, candidate: { url: stacks.url('new') } }
  writeFileSync(file, stringify({ ...legs, ...more }))
  return file
}

const tapped = (): Promise<ShadowProcess> => startShadowProcess(['--config', configFile, '--db', recording])
const live = async (query: string): Promise<unknown> =>
  (await fetch(`${stacks.url('live')}/protocol.php?case=${query}`)).json()

test('the share of live requests whose SQL is certain stands in the metrics and in the report', async () => {
  rmSync(recording, { force: true })
  const shadow = await tapped()
  for (let n = 0; n < 20; n += 1) await (await fetch(`${shadow.url}/protocol.php?case=text`)).text()
  await wait(500)
  const metrics = await (await fetch(`${shadow.admin}/metrics`)).text()
  expect(metrics).toContain('sosie_live_tap_requests_total{attribution="exact"} 20')
  shadow.child.kill('SIGINT')
  expect(await shadow.ended).toBe(0)
  const { liveTap, totals } = await reportOf(recording)
  expect(liveTap).toEqual({ exact: 20, ambiguous: 0, attributed: 20 * 6, statements: 20 * 6 })
  expect(totals).toMatchObject({ requests: 20, mirrored: 20, compared: 20 })
})

test('Sosie killed: statements under way and new connections fail at once, as PHP reports a lost server', async () => {
  const shadow = await tapped()
  expect(await live('text')).toMatchObject({ rows: 3 })
  const underWay = live('slow')
  await wait(300)
  const killed = performance.now()
  shadow.child.kill('SIGKILL')
  expect(await underWay).toMatch(/^(2006|2013) /)
  expect(performance.now() - killed).toBeLessThan(1500)
  await wait(300) // the kernel closes what a process leaves behind
  expect(await live('text')).toEqual({ refused: expect.stringMatching(/^2002 Connection refused/) })
})

test('taken out first, live PHP notices nothing: what is under way ends on the tap, what is new goes past it', async () => {
  const shadow = await tapped()
  const underWay = live('slow')
  await wait(300)
  const real = stacks.databases.legacy.port
  expect(await live(`text&port=${real}`)).toMatchObject({ rows: 3 })
  expect(await underWay).toBe('0 ')
  shadow.child.kill('SIGINT')
  expect(await shadow.ended).toBe(0)
  expect(await live(`text&port=${real}`)).toMatchObject({ rows: 3 })
})

test('a control that would use the same tap is refused, and so is a tap whose address is taken', async () => {
  const plain = await sosie(['shadow', '--config', config({ control: { url: stacks.url('live') } })])
  expect(plain).toMatchObject({ status: 2, err: expect.stringContaining('give each lane of control a tap of its own') })
  const first = await tapped()
  const second = await sosie(['shadow', '--config', configFile, '--db', `${recording}2`, '--listen', '127.0.0.1:0'])
  expect(second).toMatchObject({ status: 2, err: expect.stringContaining('change legacy.tap.listen') })
  first.child.kill('SIGINT')
  expect(await first.ended).toBe(0)
})
