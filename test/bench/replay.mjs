import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { paths, startBackends } from './backends.mjs'
import { busyMeter, machine } from './machine.mjs'
import { benchFolder, endAll, start } from './processes.mjs'
import { has } from './subjects.mjs'
import { interval, markdown, median } from './statistics.mjs'

/**
 * How fast scenarios are replayed, compared and recorded, beside the same requests sent by autocannon alone. A replay with a live old stack sends
 * each request twice, once to each stack. Two readings of "the same requests": to both backends, one after the other (as many HTTP requests as
 * the replay sends), and to one of them (half as many).
 */
const usage = 'npm run bench:replay -- [--rounds N] [--requests N] [--json FILE]\nNeeds nginx (Debian: nginx-light).'
const sessions = 16
const asked = 0.5
const tell = (text) => process.stderr.write(`${text}\n`)

const flags = readFlags()
const folder = benchFolder()
try {
  await bench()
} finally {
  await endAll()
}

async function bench() {
  const about = await machine()
  const othersSince = busyMeter()
  const ports = await startBackends(folder)
  const results = {}
  for (const kind of ['small', 'page']) results[kind] = await measure(kind, ports)
  await endAll()
  about.busyMeanwhile = othersSince()
  console.log(JSON.stringify(about))
  console.log(`\n${table(results)}`)
  if (flags.json !== undefined)
    writeFileSync(flags.json, `${JSON.stringify({ machine: about, ...flags, results }, null, 2)}\n`)
}

/** Every subject once a round, in turns: requests a second of each round. */
async function measure(kind, ports) {
  const rounds = []
  const loops = Math.max(1, Math.round(flags.requests / (sessions * paths(kind).length)))
  const amount = loops * sessions * paths(kind).length
  const scenario = join(folder, `${kind}.yaml`)
  writeFileSync(scenario, scenarioOf(kind))
  for (let round = 1; round <= flags.rounds; round += 1) {
    const replayed = await replay(scenario, ports, loops, amount)
    const legacy = await cannon(ports.legacy, kind, amount)
    const candidate = await cannon(ports.candidate, kind, amount)
    const figures = {
      replayed,
      both: amount / ((legacy + candidate) / 1000),
      one: amount / (legacy / 1000),
    }
    rounds.push(figures)
    const [ofReplay, ofBoth, ofOne] = Object.values(figures).map(Math.round)
    tell(`${kind}, round ${round}: replay ${ofReplay}/s, autocannon to both ${ofBoth}/s, to one ${ofOne}/s`)
  }
  return rounds
}

/** As many visitors side by side as autocannon has connections, each asking every path in turn. */
function scenarioOf(kind) {
  const exchanges = paths(kind).flatMap((path) =>
    Array.from({ length: sessions }, (_, n) => `  - { request: GET ${path}, session: v${n} }`),
  )
  return `version: 1\nname: ${kind}\nwhy: how fast it is replayed\nexchanges:\n${exchanges.join('\n')}\n`
}

/** Requests a second from the first one to the end of the run: when all is compared and recorded. */
async function replay(scenario, ports, loops, amount) {
  const urls = ['legacy', 'candidate'].flatMap((leg) => [`--${leg}`, `http://127.0.0.1:${ports[leg]}`])
  const db = join(folder, 'replay.sqlite')
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${db}${suffix}`, { force: true })
  const args = ['dist/main.js', 'replay', scenario, ...urls, '--loops', String(loops), '--db', db, '--json']
  const { run, totals } = JSON.parse(await said(args))
  if (totals.compared !== amount || totals.mismatch !== amount / 20)
    throw new Error(`the replay is not what it should be: ${JSON.stringify(totals)}`)
  return amount / ((Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000)
}

async function cannon(port, kind, amount) {
  const { ms, answered, failed } = JSON.parse(
    await said(['test/bench/subjects/autocannon.mjs', port, kind, amount, sessions].map(String)),
  )
  if (answered !== amount || failed > 0) throw new Error(`autocannon: ${answered} answered, ${failed} failed`)
  return ms
}

/** What a Node program says on standard output. */
async function said(args) {
  const child = start(process.execPath, args, { stdout: 'pipe' })
  let text = ''
  child.stdout.on('data', (chunk) => (text += chunk))
  await new Promise((resolve) => child.once('close', resolve))
  if (text === '') throw new Error(child.complaint)
  return text
}

function table(results) {
  const rows = Object.entries(results).map(([kind, rounds]) => {
    const rates = ['replayed', 'both', 'one'].map((name) => Math.round(median(rounds.map((round) => round[name]))))
    return [kind, ...rates, ratioOf(rounds, 'both'), ratioOf(rounds, 'one'), asked]
  })
  const head = ['requests/s', 'replay', 'autocannon, both', 'autocannon, one', 'replay : both', 'replay : one', 'asked']
  return markdown(head, rows)
}

/** Median of the rounds' own ratios, with the 95 % interval of it. */
function ratioOf(rounds, rival) {
  const ratios = rounds.map((round) => round.replayed / round[rival])
  const [low, high] = interval(ratios)
  return `${median(ratios).toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`
}

function readFlags() {
  const text = (value) => ({ type: 'string', default: value })
  const { values } = parseArgs({
    options: { rounds: text('5'), requests: text('24000'), json: text(), help: { type: 'boolean' } },
  })
  const [rounds, requests] = [Number(values.rounds), Number(values.requests)]
  if (values.help) leave(0)
  if (!has('nginx')) tell('nginx not found.')
  if (!(Number.isInteger(rounds) && rounds > 0 && Number.isInteger(requests) && requests > 0) || !has('nginx')) leave(2)
  return { rounds, requests, json: values.json }
}

function leave(status) {
  tell(usage)
  process.exit(status)
}
