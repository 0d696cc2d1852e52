import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { legacyLegsOf, liveTapConfig } from '../support/live-tap.js'
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
  configFile = liveTapConfig(stacks, tapPort)
}, 60_000)

afterAll(() => stacks.stop())

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

test('the tap dies: users are answered, it listens again within a second, only what was under way is uncertain', async () => {
  rmSync(recording, { force: true })
  const death = join(stacks.folder, 'death')
  const mortal = [
    'env',
    `SOSIE_TEST_DEATH=${death}`,
    process.execPath,
    '--import',
    './test/support/mortal-live-tap.mjs',
  ]
  const shadow = await startShadowProcess(['--config', configFile, '--db', recording], mortal)
  const page = async (path: string): Promise<string> => {
    const answer = await fetch(`${shadow.url}/${path}`)
    expect(answer.status).toBe(200)
    return answer.text()
  }
  for (const marker of ['a1', 'a2', 'a3']) expect(await page(`marked.php?m=${marker}`)).toBe(marker)
  const underWay = page('protocol.php?case=slow')
  await wait(300)
  const killed = performance.now()
  writeFileSync(death, '')
  expect(await underWay).toMatch(/^"(2006|2013) /)
  const meanwhile = [await page('protocol.php?case=init')]
  while (meanwhile.at(-1)?.includes('2002 Connection refused') === true)
    meanwhile.push(await page('protocol.php?case=init'))
  expect(performance.now() - killed).toBeLessThan(1000)
  expect(meanwhile.at(-1)).toBe('["7",8]')
  for (const marker of ['b1', 'b2', 'b3']) expect(await page(`marked.php?m=${marker}`)).toBe(marker)
  await wait(500)
  shadow.child.kill('SIGINT')
  expect(await shadow.ended).toBe(0)
  const { liveTap = { exact: 0, ambiguous: 0, attributed: 0 } } = await reportOf(recording)
  expect(liveTap.exact + liveTap.ambiguous).toBe(7 + meanwhile.length)
  const legs = legacyLegsOf(recording)
  const after = legs.filter(({ target }) => target.includes('m=b'))
  expect(after.map(({ attribution, statements }) => [attribution, statements])).toEqual(
    [1, 2, 3].map(() => ['exact', 4]),
  )
  expect(legs.find(({ target }) => target.endsWith('slow'))).toMatchObject({ attribution: 'ambiguous', statements: 0 })
  const faults = shadow.events.filter(({ event }) => event === 'fault').map(({ message }) => message)
  expect(faults).toEqual([expect.stringContaining('The tap on live legacy died: killed by the test.')])
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
  const plain = await sosie([
    'shadow',
    '--config',
    liveTapConfig(stacks, tapPort, { control: { url: stacks.url('live') } }),
  ])
  expect(plain).toMatchObject({ status: 2, err: expect.stringContaining('give each lane of control a tap of its own') })
  const first = await tapped()
  const second = await sosie(['shadow', '--config', configFile, '--db', `${recording}2`, '--listen', '127.0.0.1:0'])
  expect(second).toMatchObject({ status: 2, err: expect.stringContaining('change legacy.tap.listen') })
  first.child.kill('SIGINT')
  expect(await first.ended).toBe(0)
})
