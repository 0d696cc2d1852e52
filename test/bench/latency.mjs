import { latencies, servesWell, warmUp } from './load.mjs'
import { markdown, median, quantile } from './statistics.mjs'
import { measured, subjects } from './subjects.mjs'

const kind = 'small'
const plans = [
  { rate: 200, names: ['http-proxy', 'nginx mirror', 'sosie off', 'sosie on'] },
  { rate: 3000, names: ['nginx mirror', 'sosie off', 'sosie on'] },
]

/** Live latency at fixed rates. */
export async function measureLatency({ folder, ports, rounds, seconds, tell }) {
  const all = subjects(folder, ports)
  const figures = []
  for (const { rate, names } of plans) {
    const results = Object.fromEntries(names.map((name) => [name, []]))
    for (let round = 1; round <= rounds; round += 1) {
      for (const name of names) {
        const result = await latencyOf(folder, all[name], rate, seconds)
        results[name].push(result)
        tell(`${rate}/s, round ${round}: ${name} ${told(result)}`)
      }
    }
    for (const name of names) figures.push({ rate, name, ...summary(results[name]), rounds: results[name] })
  }
  return { figures, tables: [latencyTable(figures)] }
}

/** Quantiles of one subject in one round. */
export function latencyOf(folder, subject, rate, seconds) {
  return measured(subject, async (port) => {
    await servesWell(port, kind)
    await warmUp(folder, port, kind)
    const { ms, failed, reached } = await latencies(folder, port, kind, rate, seconds)
    return { p50: quantile(ms, 0.5), p99: quantile(ms, 0.99), failed, reached }
  })
}

function told({ p50, p99, failed, reached }) {
  return `p50 ${p50.toFixed(2)} p99 ${p99.toFixed(2)} ms at ${Math.round(reached)}/s${failed === 0 ? '' : `, ${failed} FAILED`}`
}

function summary(results) {
  return {
    p50: median(results.map(({ p50 }) => p50)),
    p99: median(results.map(({ p99 }) => p99)),
    reached: median(results.map(({ reached }) => reached)),
    failed: results.reduce((total, { failed }) => total + failed, 0),
  }
}

function latencyTable(figures) {
  const rows = figures.map(({ rate, name, p50, p99, reached, failed }) => [
    `${rate}/s`,
    name,
    p50.toFixed(2),
    p99.toFixed(2),
    `${Math.round(reached)}/s`,
    failed,
  ])
  return markdown(['rate', 'subject', 'p50 ms', 'p99 ms', 'reached', 'failed'], rows)
}
