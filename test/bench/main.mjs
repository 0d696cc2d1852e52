import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startBackends, startBadCandidates } from './backends.mjs'
import { interval, latencies, median, quantile, throughput } from './load.mjs'
import { machine } from './machine.mjs'
import { endAll } from './processes.mjs'
import { sosie, subjects } from './subjects.mjs'

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (flags.help) {
  console.log('npm run bench -- [--rounds N] [--seconds S] [--only throughput|latency|faults] [--json FILE]')
  process.exit(0)
}
const [rounds, seconds] = [Number(flags.rounds), Number(flags.seconds)]
const folder = mkdtempSync(join(tmpdir(), 'sosie-bench-'))
chmodSync(folder, 0o755) // nginx reads it as another user when it was started by root
mkdirSync(join(folder, 't'))
const tell = (text) => process.stderr.write(`${text}\n`)
process.once('SIGINT', () => void endAll().then(() => process.exit(130)))

const parts = { throughput: measureThroughput, latency: measureLatency, faults: measureFaults }
try {
  const ports = await startBackends(folder)
  const result = { machine: machine() }
  for (const [name, measure] of Object.entries(parts)) {
    if (flags.only === undefined || flags.only === name) result[name] = await measure(ports)
  }
  console.log(JSON.stringify(result.machine))
  for (const table of Object.values(result).flatMap(({ tables = [] }) => tables)) console.log(`\n${table}`)
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(result, null, 2)}\n`)
} finally {
  await endAll()
  rmSync(folder, { recursive: true, force: true })
}

/** Every subject once a round, so that what the machine does in between hits all of them. */
async function measureThroughput(ports) {
  const loads = ['small', 'page'].flatMap((kind) => [16, 128].map((connections) => ({ kind, connections })))
  const available = present(subjects(folder, ports))
  const figures = []
  for (const { kind, connections } of loads) {
    const rates = Object.fromEntries(Object.keys(available).map((name) => [name, []]))
    let counted
    for (let round = 1; round <= rounds; round += 1) {
      for (const [name, subject] of Object.entries(available)) {
        const { port, stop } = await subject.start()
        const { rate, failed } = await throughput(folder, port, kind, connections, seconds)
        const totals = await stop()
        rates[name].push(failed === 0 ? rate : NaN)
        if (name === 'sosie on') counted = totals
        tell(
          `${kind} ${connections} connections, round ${round}: ${name} ${Math.round(rate)}/s${failed === 0 ? '' : `, ${failed} FAILED`}`,
        )
      }
    }
    const medians = Object.fromEntries(Object.entries(rates).map(([name, all]) => [name, Math.round(median(all))]))
    figures.push({ kind, connections, medians, rates, sosieOnLastRound: counted })
  }
  return { figures, tables: [throughputTable(figures)] }
}

function throughputTable(figures) {
  const names = Object.keys(figures[0].medians)
  const rows = figures.map(({ kind, connections, medians, sosieOnLastRound }) => {
    const ratio = (medians['sosie on'] / medians['nginx mirror']).toFixed(2)
    const recording = medians.mitmdump === undefined ? '–' : (medians['sosie on'] / medians.mitmdump).toFixed(1)
    const shed = Object.values(sosieOnLastRound?.notMirrored ?? {}).reduce((sum, n) => sum + n, 0)
    return `| ${kind}, ${connections} | ${names.map((name) => medians[name]).join(' | ')} | ${ratio} | ${recording} | ${shed} |`
  })
  return [
    `| load, connections | ${names.join(' | ')} | on : nginx mirror | on : mitmdump | not mirrored |`,
    `|${'---|'.repeat(names.length + 4)}`,
    ...rows,
  ].join('\n')
}

/** Live latency at fixed rates. */
async function measureLatency(ports) {
  const available = present(subjects(folder, ports))
  const figures = []
  for (const [rate, names] of [
    [200, ['http-proxy', 'nginx mirror', 'sosie off', 'sosie on']],
    [3000, ['nginx mirror', 'sosie off', 'sosie on']],
  ]) {
    const all = Object.fromEntries(names.map((name) => [name, { p50: [], p99: [] }]))
    for (let round = 1; round <= rounds; round += 1) {
      for (const name of names) {
        const { port, stop } = await available[name].start()
        const ms = await latencies(folder, port, 'small', rate, seconds + 1)
        await stop()
        all[name].p50.push(quantile(ms, 0.5))
        all[name].p99.push(quantile(ms, 0.99))
        tell(
          `${rate}/s, round ${round}: ${name} p50 ${quantile(ms, 0.5).toFixed(2)} p99 ${quantile(ms, 0.99).toFixed(2)} ms`,
        )
      }
    }
    for (const name of names) figures.push({ rate, name, p50: median(all[name].p50), p99: median(all[name].p99) })
  }
  const rows = figures.map(
    ({ rate, name, p50, p99 }) => `| ${rate}/s | ${name} | ${p50.toFixed(2)} | ${p99.toFixed(2)} |`,
  )
  return { figures, tables: [['| rate | subject | p50 ms | p99 ms |', '|---|---|---|---|', ...rows].join('\n')] }
}

/** Live latency while the candidate is bad, against mirroring off, side by side. */
async function measureFaults(ports) {
  const bad = await startBadCandidates()
  const origin = (port) => `http://127.0.0.1:${port}`
  const figures = []
  for (const [name, { port: badPort }] of Object.entries(bad)) {
    const differences = { p50: [], p99: [] }
    const base = { p50: [], p99: [] }
    for (let round = 1; round <= rounds * 2; round += 1) {
      const turn = {}
      for (const [state, mirror] of round % 2 === 0
        ? [
            ['off', { sample: 0 }],
            ['on', {}],
          ]
        : [
            ['on', {}],
            ['off', { sample: 0 }],
          ]) {
        const { port, stop } = await sosie(folder, origin(ports.legacy), origin(badPort), {
          timeoutMs: 1000,
          ...mirror,
        }).start()
        const ms = await latencies(folder, port, 'small', 1000, seconds + 1)
        await stop()
        turn[state] = { p50: quantile(ms, 0.5), p99: quantile(ms, 0.99) }
      }
      for (const share of ['p50', 'p99']) {
        differences[share].push(turn.on[share] - turn.off[share])
        base[share].push(turn.off[share])
      }
      tell(`${name}, round ${round}: p99 off ${turn.off.p99.toFixed(2)} on ${turn.on.p99.toFixed(2)} ms`)
    }
    for (const share of ['p50', 'p99']) {
      const [low, high] = interval(differences[share])
      figures.push({ candidate: name, share, off: median(base[share]), more: median(differences[share]), low, high })
    }
  }
  for (const { close } of Object.values(bad)) close()
  const rows = figures.map(
    ({ candidate, share, off, more, low, high }) =>
      `| ${candidate} | ${share} | ${off.toFixed(2)} | ${more.toFixed(2)} | ${low.toFixed(2)} to ${high.toFixed(2)} |`,
  )
  return {
    figures,
    tables: [
      [
        '| candidate | at 1,000/s | mirroring off, ms | more with it on, ms | 95 % interval |',
        '|---|---|---|---|---|',
        ...rows,
      ].join('\n'),
    ],
  }
}

function present(all) {
  return Object.fromEntries(
    Object.entries(all).filter(([name, { missing }]) => {
      if (missing !== undefined) tell(`${name} is left out: ${missing}`)
      return missing === undefined
    }),
  )
}
