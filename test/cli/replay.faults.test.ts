import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { Command } from 'commander'
import type { RunReport } from '../../src/model/report.js'
import { replayCommand } from '../../src/cli/replay.js'
import { exitStatusOf } from '../../src/base/errors.js'
import { startUpstream, type Upstream } from '../support/upstream.js'

// Processes start slowly on a busy machine.
jest.setTimeout(60_000)

let folder: string
const servers: Upstream[] = []
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sosie-replay-'))))
afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill()
  rmSync(folder, { recursive: true, force: true })
})

const at = (name: string): string => join(folder, name)

interface Said {
  readonly status: number | null
  /** On standard output and on standard error. */
  readonly result: string
  readonly told: string
}

/** The built command in a process of its own. @param stopAt words to people on which it gets Ctrl-C. */
async function sosie(args: readonly string[], stopAt?: string): Promise<Said> {
  const env = { ...process.env, XDG_CONFIG_HOME: folder }
  const child = spawn(process.execPath, ['dist/main.js', 'replay', ...args, '--db', at('r.sqlite')], { env })
  let [result, told, stopping] = ['', '', false]
  child.stdout.on('data', (chunk: Buffer) => void (result += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString()
    if (stopAt === undefined || stopping || !told.includes(stopAt)) return
    stopping = true
    child.kill('SIGINT')
  })
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { status, result, told }
}

/** The error with which the command refuses, before any process or thread of its own is needed. */
async function refusal(...args: string[]): Promise<unknown> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined })
  replayCommand(program, { result: () => undefined, tell: () => undefined, terminal: false }, () => undefined)
  return program
    .parseAsync(['replay', ...args, '--db', at('r.sqlite')], { from: 'user' })
    .catch((error: unknown) => error)
}

/** A shop whose only product costs so much, and that takes orders. */
async function aShop(price: number): Promise<{ url: string; orders: string[] }> {
  const orders: string[] = []
  const listener: RequestListener = (request, response) => {
    if (request.method === 'POST') orders.push(request.url ?? '')
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ name: 'chair', price }))
  }
  const server = await startUpstream(listener)
  servers.push(server)
  return { url: server.url, orders }
}

/** A port on which nothing listens any more. */
async function nowhere(): Promise<string> {
  const server = await startUpstream(() => undefined)
  await server.kill()
  return server.url
}

const head = 'version: 1\nname: a product\nwhy: Prices are the same\n'
const kept = `answer: { status: 200, headers: { content-type: application/json }, body: '{"name":"chair","price":12}' }`

function aScenario(exchanges: string, beginning = head): string {
  writeFileSync(at('s.yaml'), `${beginning}exchanges:\n${exchanges}\n`)
  return at('s.yaml')
}

const product = `  - request: GET /product\n    ${kept}`

describe('against the recorded answers', () => {
  test('a candidate that answers the same passes, and the reports are written', async () => {
    const { url } = await aShop(12)
    const file = at('deep/r.xml')
    const { status, told, result } = await sosie([aScenario(product), '--candidate', url, '--junit', file])
    expect([status, result]).toEqual([0, ''])
    expect(told).toContain('compared with the recorded answers')
    expect(told).toContain('Go: no regression in 1 compared request.')
    expect(readFileSync(file, 'utf8')).toContain('<testsuite')
  })

  test('another price fails, and --json alone speaks on standard output', async () => {
    const { url } = await aShop(0)
    const { status, told, result } = await sosie([aScenario(product), '--candidate', url, '--json'])
    expect(status).toBe(1)
    expect(told).toContain('No-go')
    const report = JSON.parse(result) as RunReport
    expect(report.gate.passed).toBe(false)
    expect(report.findings.map(({ routes }) => routes.map(({ route }) => route))).toEqual([['GET /product']])
  })

  test('an expectation that is not met fails, though nothing differs', async () => {
    const { url } = await aShop(12)
    const scenario = aScenario(`${product}\n    expect: { status: 302 }`)
    const { status, told } = await sosie([scenario, '--candidate', url])
    expect(status).toBe(1)
    expect(told).toContain('- "a product", GET /product: the candidate answers 200, expected was 302.')
  })

  test('a text that the answer must not hold, and a request without an answer, are told', async () => {
    const listener: RequestListener = (request, response) => {
      if (request.url === '/gone') request.socket.destroy()
      else response.setHeader('Content-Type', 'text/html').end('<img src="http://old.example/1.jpg">')
    }
    const server = await startUpstream(listener)
    servers.push(server)
    const gallery = '  - request: GET /gallery\n    expect: { lacks: [//old.example/, //new.example/] }'
    const gone = '  - request: GET /gone\n    expect: { status: 200 }'
    const { told } = await sosie([aScenario(`${gallery}\n${gone}`), '--candidate', server.url])
    expect(told).toContain('- "a product", GET /gallery: the candidate holds "//old.example/", which it must not.')
    expect(told).toContain('- "a product", GET /gone: the candidate gives no answer (reset).')
    expect(told).not.toContain('new.example')
  })

  test('both stacks are asked for the host that the scenario names, unless a flag names another', async () => {
    const hosts: (string | undefined)[] = []
    const server = await startUpstream((request, response) => {
      hosts.push(request.headers.host)
      response.setHeader('Content-Type', 'application/json').end('{"name":"chair","price":12}')
    })
    servers.push(server)
    const flags = [aScenario(product, `${head}host: shop.example\n`), '--candidate', server.url]
    await sosie(flags)
    await sosie([...flags, '--host', 'other.example'])
    expect(hosts.filter((host) => host !== new URL(server.url).host)).toEqual(['shop.example', 'other.example'])
  })

  test('a finding without a PHP line is at the line of the exchange that showed it', async () => {
    const { url } = await aShop(0)
    const scenario = aScenario(`  - request: GET /other\n${product}`)
    const file = at('r.sarif')
    await sosie([scenario, '--candidate', url, '--sarif', file])
    const log = JSON.parse(readFileSync(file, 'utf8')) as {
      runs: { results: { locations: { physicalLocation: unknown }[] }[] }[]
    }
    expect(log.runs[0]?.results.map(({ locations }) => locations[0]?.physicalLocation)).toMatchObject([
      { artifactLocation: { uri: `file://${scenario}` }, region: { startLine: 6 } },
    ])
  })

  test('a burst that reaches the candidate in parts is announced', async () => {
    const { url } = await aShop(12)
    writeFileSync(at('c.yaml'), `candidate: { lanes: [{ url: '${url}' }] }`)
    const scenario = aScenario(`${product}\n    burst: 5`)
    const lanes = await sosie([scenario, '--config', at('c.yaml')])
    expect(lanes.told).toContain('! Bursts of 5 reach the candidate 1 at a time, through its lanes.')
    const address = await sosie([scenario, '--config', at('c.yaml'), '--candidate', url])
    expect([address.status, address.told.includes('! Bursts')]).toEqual([0, false])
  })

  test('answers of which the status alone was kept are announced, and nothing compared is no pass', async () => {
    const { url } = await aShop(12)
    const scenario = aScenario('  - request: GET /product\n    answer: { status: 200 }')
    const { status, told } = await sosie([scenario, '--candidate', url])
    expect(status).toBe(3)
    expect(told).toContain(
      '! 1 of 1 request cannot be compared: no whole answer was kept. Ask the old stack with --legacy URL.',
    )
  })
})

describe('against a live legacy', () => {
  const order = '  - request: POST /order\n    form: { id: "7" }'

  test('the live answers count, not the recorded ones', async () => {
    const [legacy, candidate] = [await aShop(15), await aShop(15)]
    const { status } = await sosie([
      aScenario(product),
      '--legacy',
      legacy.url,
      '--candidate',
      candidate.url,
      '--burst',
      '3',
    ])
    expect(status).toBe(0)
  })

  test('what writes is announced and sent to neither, until it is allowed', async () => {
    const [legacy, candidate] = [await aShop(12), await aShop(12)]
    const flags = [aScenario(`${product}\n${order}`), '--legacy', legacy.url, '--candidate', candidate.url]
    const { told } = await sosie(flags)
    expect(told).toContain('! 1 of 2 requests would write and will not be sent. Give --allow-legacy-writes')
    expect([legacy.orders, candidate.orders]).toEqual([[], []])
    expect((await sosie([...flags, '--allow-legacy-writes'])).status).toBe(0)
    expect([legacy.orders, candidate.orders]).toEqual([['/order'], ['/order']])
  })
})

test('Ctrl-C ends the wait for the next request: a cancelled run is no pass, and the report says that it is not all', async () => {
  const { url } = await aShop(12)
  const scenario = aScenario(`${product}\n  - request: GET /product?late\n    after: 3600000\n    ${kept}`)
  const flags = [scenario, '--candidate', url, '--pace', 'recorded', '--json']
  const { status, told, result } = await sosie(flags, '1 of 2 requests replayed: match 1')
  expect(status).toBe(3)
  expect(told).toContain('No-go: this is not all: It was cancelled before its end.')
  const { notes, totals } = JSON.parse(result) as RunReport
  expect([totals.compared, notes.map(({ kind }) => kind)]).toEqual([1, ['partial']])
})

test('a candidate that dies under a replay is a stack that could not be reached, for sosie gate, too', async () => {
  const server = await startUpstream((_, response) => {
    response.setHeader('Content-Type', 'application/json').setHeader('Connection', 'close')
    response.end(JSON.stringify({ name: 'chair', price: 12 }))
    void server.kill()
  })
  servers.push(server)
  const flags = [aScenario(product), '--candidate', server.url, '--loops', '30', '--json']
  const { status, told, result } = await sosie(flags)
  const { notes, totals } = JSON.parse(result) as RunReport
  expect([status, totals.compared > 0]).toEqual([3, true])
  expect(told).toContain('The candidate stopped answering.')
  expect(notes.map(({ kind }) => kind)).toEqual(['gone', 'partial'])
})

test('a time alone replays until it is over', async () => {
  const { url } = await aShop(12)
  const { result } = await sosie([aScenario(product), '--candidate', url, '--duration', '0.5s', '--json'])
  expect((JSON.parse(result) as RunReport).totals.requests).toBeGreaterThan(1)
})

test.each(['candidate', 'legacy', 'control'])(
  'a %s that is not there is said before anything is recorded',
  async (leg) => {
    const there = (await aShop(12)).url
    const urls: Readonly<Record<string, string>> = {
      candidate: there,
      legacy: there,
      control: there,
      [leg]: await nowhere(),
    }
    const flags = Object.entries(urls).flatMap(([name, url]) => [`--${name}`, url])
    const refused = await refusal(aScenario(product), ...flags)
    const message = `The ${leg} does not answer at ${urls[leg]}. Start it, or name another with --${leg}.`
    expect([exitStatusOf(refused), refused]).toEqual([3, expect.objectContaining({ message })])
    expect(existsSync(at('r.sqlite'))).toBe(false)
  },
)

test.each([
  [['--pace', '4'], '--pace "4" is no pace. Write recorded, fast, a factor as 4x, or a rate as 50/s.'],
  [['--pace', '0/s'], '--pace "0/s" is no pace.'],
  [['--duration', '30'], '--duration "30" is no time. Write it as 90s, 30m or 8h.'],
  [['--loops', '0'], '--loops "0" is no whole number from 1 on.'],
  [['--host', 'http://shop.example/'], '--host "http://shop.example/" is no host. Write it without scheme or path'],
  [['--burst', '1.5'], '--burst "1.5" is no whole number from 1 on.'],
  [['--allow-legacy-writes'], '--allow-legacy-writes needs a live legacy. Give --legacy URL or --config FILE.'],
  [['--json', '--github'], '--github and --json both write to standard output.'],
  [['--candidate', 'shop'], 'candidate.url ("shop"): must be an http:// or https:// URL.'],
  [['none.yaml'], 'There is no scenario none.yaml that can be read. Check the path.'],
])('%j is refused in one sentence', async (flags, sentence) => {
  const refused = await refusal(aScenario(product), '--candidate', 'http://127.0.0.1:1', ...flags)
  expect(refused).toMatchObject({ message: expect.stringContaining(sentence) })
  expect(exitStatusOf(refused)).toBe(2)
})

test('variables without a value are named, all at once', async () => {
  const beginning = `${head}variables: { SOSIE_VAR_A: the password, SOSIE_VAR_B: the card }\n`
  const scenario = aScenario('  - request: GET /?a=${SOSIE_VAR_A}&b=${SOSIE_VAR_B}', beginning)
  const refused = await refusal(scenario, '--candidate', 'http://127.0.0.1:1')
  expect(exitStatusOf(refused)).toBe(2)
  expect(String(refused)).toMatch(/a value first: SOSIE_VAR_A \(.*: the password\); SOSIE_VAR_B \(.*: the card\)\.$/)
})
