import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { makeCertificateFiles } from '../support/certificate.js'
import { legacyLegsOf, liveTapConfig, type LegacyLeg } from '../support/live-tap.js'
import { reportOf, startShadowProcess, type ShadowProcess } from '../support/shadow-process.js'
import { freePorts, startSqlStacks, type SqlStacks } from '../support/sql-stacks.js'

jest.setTimeout(30_000)

let stacks: SqlStacks
let tapPort = 0
let recording = ''

beforeAll(async () => {
  ;[tapPort = 0] = await freePorts(1)
  stacks = await startSqlStacks([
    { name: 'live', php: 'legacy', mysql: 'legacy', children: 8, port: tapPort, accessLog: true },
    { name: 'new', php: 'candidate', mysql: 'candidate', children: 4 },
  ])
  recording = join(stacks.folder, 'run.sqlite')
}, 60_000)

afterAll(() => stacks.stop())

/** A shadow whose tap on live legacy is set so. */
function tapped(tap: object): Promise<ShadowProcess> {
  rmSync(recording, { force: true })
  return startShadowProcess(['--config', liveTapConfig(stacks, tapPort, { tap }), '--db', recording])
}

async function stop(shadow: ShadowProcess): Promise<void> {
  await wait(300)
  shadow.child.kill('SIGINT')
  expect(await shadow.ended).toBe(0)
}

const faultsOf = ({ events }: ShadowProcess): unknown[] =>
  events.filter(({ event }) => event === 'fault').map(({ message }) => message)

/** How many statements its page asked: requests beside one another ask different numbers. */
const askedBy = ({ target }: LegacyLeg): number => Number(new URLSearchParams(target.split('?')[1]).get('n'))

test("with php-fpm's log, four requests in flight: most are certain, and no statement is another's", async () => {
  const shadow = await tapped({ accessLog: stacks.accessLogOf('live') })
  const asked = 240
  let next = 0
  const client = async (): Promise<void> => {
    while (next < asked) {
      const [marker, kind, n] = [`m${next}`, next % 2 === 0 ? 'mysqli' : 'pdo', 1 + (next % 11)]
      next += 1
      const answer = await fetch(`${shadow.url}/marked.php?m=${marker}&page=${kind}&n=${n}`)
      expect(await answer.text()).toBe(marker)
    }
  }
  await Promise.all([1, 2, 3, 4].map(client))
  await stop(shadow)
  const { liveTap = { exact: 0, ambiguous: 0 } } = await reportOf(recording)
  expect(liveTap.exact + liveTap.ambiguous).toBe(asked)
  expect(liveTap.exact / asked).toBeGreaterThan(0.7)
  const known = legacyLegsOf(recording).filter(({ attribution }) => attribution === 'exact')
  expect(known).toHaveLength(liveTap.exact)
  expect(known.filter((leg) => leg.statements !== askedBy(leg))).toEqual([])
  expect(faultsOf(shadow)).toEqual([])
})

test('TLS from PHP ends at the tap, with its certificate, and what is asked over it is read and given to its request', async () => {
  const { certFile, keyFile } = makeCertificateFiles('tap.example', stacks.folder)
  const tls = { cert: certFile, key: keyFile, ca: stacks.caOf('legacy') }
  const shadow = await tapped({ tls })
  const page = async (): Promise<unknown> => (await fetch(`${shadow.url}/protocol.php?case=tls&ca=${certFile}`)).json()
  for (let n = 0; n < 5; n += 1) expect(await page()).toMatchObject({ encrypted: true })
  await stop(shadow)
  const { liveTap } = await reportOf(recording)
  expect(liveTap).toEqual({ exact: 5, ambiguous: 0, attributed: 10, statements: 10 })
  const legs = legacyLegsOf(recording).map(({ attribution, statements }) => ({ attribution, statements }))
  expect(legs).toEqual([1, 2, 3, 4, 5].map(() => ({ attribution: 'exact', statements: 2 })))
  expect(faultsOf(shadow)).toEqual([])
})

test.each([
  ['is not there', 'nowhere.log', 'ENOENT'],
  ['is a folder', '', 'it is no file'],
])("a log of php-fpm's that %s is said in one sentence, once, and users are served", async (_, name, reason) => {
  const accessLog = join(stacks.folder, name)
  const shadow = await tapped({ accessLog })
  for (let n = 0; n < 5; n += 1) {
    const answer = await fetch(`${shadow.url}/marked.php?m=m${n}`)
    expect(await answer.text()).toBe(`m${n}`)
  }
  await wait(1200) // it is looked for again every second
  await stop(shadow)
  expect(faultsOf(shadow)).toEqual([
    `legacy.tap.accessLog ${accessLog} cannot be read (${reason}): without it only some live requests can be told apart. See docs/taps.md.`,
  ])
  expect((await reportOf(recording)).liveTap).toMatchObject({ exact: 5, attributed: 20 })
})
