import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { openTaps as openTapsOf, Taps } from '../../src/tap/taps.js'
import type { Side } from '../../lab/src/side.js'
import { freePorts, startSqlStacks, type SqlStacks } from '../support/sql-stacks.js'

/** The guide of docs/taps.md for one pool whose lanes are chosen per request, word by word. */
const guide = /```php\n(.*?)```/s.exec(readFileSync('docs/taps.md', 'utf8'))?.[1] ?? ''
const sides: readonly Side[] = ['legacy', 'candidate']
const lanesOfPool = 2
const requestsOfLane = 24
const kinds = ['mysqli', 'pdo', 'portless', 'two']

let folder: string
let stacks: SqlStacks
let taps: Taps
const portsOf: Record<Side, readonly number[]> = { legacy: [], candidate: [] }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sosie-guide-'))
  const prepend = join(folder, 'sosie-lane.php')
  writeFileSync(prepend, guide)
  const ports = await freePorts(lanesOfPool * sides.length)
  sides.forEach((side, index) => (portsOf[side] = ports.slice(index * lanesOfPool, (index + 1) * lanesOfPool)))
  stacks = await startSqlStacks(
    sides.map((side) => ({ name: side, php: side, mysql: side, children: 3, prepend, tapPorts: portsOf[side] })),
  )
  const { openTaps } = (await import(resolve('dist/tap/taps.js'))) as { openTaps: typeof openTapsOf }
  const complain = (message: string | Error): void => void process.stderr.write(`${String(message)}\n`)
  const addresses = sides.flatMap((side) =>
    portsOf[side].map((port) => ({
      name: `${side}:${port}`,
      listen: { host: '127.0.0.1', port },
      target: { host: stacks.databases[side].host, port: stacks.databases[side].port },
    })),
  )
  taps = await openTaps(addresses, { died: complain, fault: complain })
}, 120_000)

afterAll(async () => {
  await taps.close()
  await stacks.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Requests of one lane, one after the other; for each how many statements are its own, and how many another's. */
async function askLane(lane: string): Promise<string[]> {
  const found: string[] = []
  for (let n = 0; n < requestsOfLane; n += 1) {
    const marker = `${lane.replace(':', '')}n${n}`
    const answer = await fetch(`${stacks.url(lane)}/marked.php?m=${marker}&page=${kinds[n % kinds.length] ?? ''}`)
    const text = await answer.text()
    const { statements, attribution } = await taps.collect(lane)
    const own = statements.filter(({ sql }) => sql.includes(`'${marker}'`)).length
    found.push(`${text === marker ? 'answered' : text}, ${own} own, ${statements.length - own} other, ${attribution}`)
  }
  return found
}

test.each(sides)(
  'one pool of the %s PHP, the lane chosen per request: each statement with its request',
  async (side) => {
    const found = await Promise.all(portsOf[side].map((port) => askLane(`${side}:${port}`)))
    expect(new Set(found.flat())).toEqual(new Set(['answered, 4 own, 0 other, exact']))
  },
  30_000,
)
