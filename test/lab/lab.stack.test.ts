import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import type { Lab } from '../../lab/src/lab.js'

interface RunningLab {
  readonly process: ChildProcess
  readonly ended: Promise<number | null>
  readonly lab: Lab
}

let first: RunningLab
let second: RunningLab

async function up(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<RunningLab> {
  const child = spawn(process.execPath, ['lab/dist/main.js', 'up', '--json', ...args], {
    env: { ...process.env, ...env },
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const lab = await new Promise<Lab>((resolve, reject) => {
    child.once('exit', () => reject(new Error(complaints)))
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as Lab))
  })
  return { process: child, ended, lab }
}

/** All that a process started, and what those started: php-fpm and nginx have workers. */
function descendantsOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(name)] as const)
  const children = parents.filter(([, parent]) => parent === pid).map(([child]) => child)
  return children.flatMap((child) => [child, ...descendantsOf(child)])
}

/** The fourth field of /proc/PID/stat; the name before it stands in brackets and may hold anything. */
function parentOf(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1])
  } catch {
    return 0 // it ended meanwhile
  }
}

/** Those of the processes that still run after they had time to end. */
async function leftOf(pids: readonly number[]): Promise<number[]> {
  const deadline = Date.now() + 15_000
  const running = (): number[] => pids.filter((pid) => existsSync(`/proc/${pid}`))
  while (running().length > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100))
  return running()
}

beforeAll(async () => {
  // One after the other only where the parts are not fetched yet: the second then finds them.
  first = await up(['--hybrids'])
  second = await up(['--display-errors', 'on', '--output-buffering', '4096'])
}, 240_000)

afterAll(async () => {
  for (const { process: child, lab } of [first, second]) {
    const pids = descendantsOf(child.pid ?? 0)
    child.kill('SIGKILL')
    await leftOf(pids) // a server that loses its files while it shuts down never ends
    rmSync(lab.folder, { recursive: true, force: true })
  }
})

test('two labs run side by side, each on addresses of its own, and serve the boutique', async () => {
  const urls = [first, second].map(({ lab }) => lab.legacy.url)
  expect(new Set(urls).size).toBe(2)
  for (const url of urls) expect(await (await fetch(url)).text()).toContain('Épicerie fine')
})

test('legacy has its query cache and no sql_mode, the candidate neither of both', async () => {
  const variables = async (dsn: string): Promise<Record<string, unknown>> => {
    const connection = await createConnection({ uri: dsn, flags: ['-IGNORE_SPACE'] })
    const [rows] = await connection.query<RowDataPacket[]>(
      "SHOW VARIABLES WHERE Variable_name IN ('query_cache_type', 'sql_mode', 'version')",
    )
    await connection.end()
    return Object.fromEntries(rows.map((row) => [String(row['Variable_name']), row['Value'] as unknown]))
  }
  const [legacy, candidate] = [
    await variables(first.lab.legacy.database),
    await variables(first.lab.candidate.database),
  ]
  expect(legacy).toMatchObject({ query_cache_type: 'ON', sql_mode: '', version: expect.stringMatching(/^5\.[67]/) })
  expect(candidate).toMatchObject({
    sql_mode: expect.stringContaining('ONLY_FULL_GROUP_BY'),
    version: expect.stringMatching(/^[89]\./),
  })
  expect(candidate).not.toHaveProperty('query_cache_type')
})

test('the hybrids mix the stacks: new PHP on the old server, old PHP on the new one', async () => {
  const { hybrids } = first.lab
  const [php, mysql] = [
    await fetch(`${hybrids?.php.url ?? ''}/api/parcours.php`),
    await fetch(`${hybrids?.mysql.url ?? ''}/classement.php`),
  ]
  expect(php.status).toBe(500) // each() is gone
  expect(await mysql.text()).not.toContain('<li>') // RANK is reserved
  expect((await fetch(`${hybrids?.php.url ?? ''}/classement.php`)).status).toBe(200)
})

test('a database that runs already is used as it is and left running', async () => {
  const { legacy, candidate } = first.lab
  const third = await up([], { SOSIE_LAB_LEGACY_MYSQL: legacy.database, SOSIE_LAB_CANDIDATE_MYSQL: candidate.database })
  expect(third.lab.parts.find(({ part }) => part === 'legacy MySQL')?.source).toBe('environment')
  expect(third.lab.legacy.database).toBe(legacy.database)
  expect((await fetch(`${third.lab.legacy.url}/export.php`)).status).toBe(200)
  third.process.kill('SIGINT')
  expect(await third.ended).toBe(0)
  expect((await fetch(`${first.lab.legacy.url}/export.php`)).status).toBe(200)
}, 60_000)

test('kill -9 of the lab leaves no process behind', async () => {
  const pids = descendantsOf(first.process.pid ?? 0)
  expect(pids.length).toBeGreaterThan(12) // two databases, two masters with their workers, nginx with its own
  first.process.kill('SIGKILL')
  expect(await leftOf(pids)).toEqual([])
}, 30_000)

test('Ctrl-C stops everything, removes its folder, and exits with 0', async () => {
  const pids = descendantsOf(second.process.pid ?? 0)
  second.process.kill('SIGINT')
  expect(await second.ended).toBe(0)
  expect(await leftOf(pids)).toEqual([])
  expect(existsSync(second.lab.folder)).toBe(false)
}, 30_000)

test.each([
  [['up', '--display-errors', 'maybe'], {}, /Allowed choices are on, off/],
  [['up', '--output-buffering', 'much'], {}, /whole number of bytes/],
  [
    ['up'],
    { SOSIE_LAB_LEGACY_MYSQL: 'mysql://a:b@127.0.0.1:1/shop' },
    /SOSIE_LAB_LEGACY_MYSQL: no answer from 127\.0\.0\.1:1/,
  ],
  [['up'], { SOSIE_LAB_NGINX: '/bin/true' }, /SOSIE_LAB_NGINX names \/bin\/true, which is not the version/],
])('lab %j with %j says in one sentence what is wrong', (args, env, sentence) => {
  const { stderr, status } = spawnSync(process.execPath, ['lab/dist/main.js', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  expect(stderr).toMatch(sentence)
  expect(status).not.toBe(0)
})
