import { servesWell, throughput } from './load.mjs'
import { markdown, median } from './statistics.mjs'
import { measured, present, subjects } from './subjects.mjs'

const loads = ['small', 'page'].flatMap((kind) => [16, 128].map((connections) => ({ kind, connections })))

/** Every subject once a round, so that what the machine does in between hits all of them. */
export async function measureThroughput({ folder, ports, rounds, seconds, tell, beside }) {
  const available = present(subjects(folder, ports, beside), tell)
  const figures = loads.map((load) => ({ ...load, subjects: {} }))
  for (const { kind, connections, subjects: results } of figures) {
    for (let round = 1; round <= rounds; round += 1) {
      for (const [name, subject] of Object.entries(available)) {
        if (subject.kinds?.includes(kind) === false) continue
        const result = await measured(subject, async (port) => {
          await servesWell(port, kind)
          return throughput(folder, port, kind, connections, seconds)
        })
        ;(results[name] ??= []).push(result)
        tell(`${kind}, ${connections} connections, round ${round}: ${name} ${told(result)}`)
      }
    }
  }
  return { figures, tables: [rateTable(figures), countTable(figures)] }
}

function told({ rate, failed, totals, drainedMs }) {
  const counted = totals === undefined ? '' : `, shed ${shed(totals)}, drained in ${drainedMs} ms`
  return `${Math.round(rate)}/s${failed === 0 ? '' : `, ${failed} FAILED`}${counted}`
}

/** Left out on purpose, or by h2load, which drops the requests that are under way when its time is over. */
const notShed = new Set(['sampled-out', 'client-aborted'])

/** What should have been mirrored and compared and was not. */
function shed({ notMirrored, incomparable }) {
  const left = Object.entries(notMirrored).filter(([reason]) => !notShed.has(reason))
  return [...left, ...Object.entries(incomparable)].reduce((total, [, n]) => total + n, 0)
}

function rateTable(figures) {
  const names = Object.keys(figures[0].subjects)
  const rivals = names.filter((name) => name.startsWith('nginx mirror') || name === 'mitmdump')
  const rows = figures.map(({ kind, connections, subjects: results }) => {
    const rateOf = (name) => median(results[name].map(({ rate }) => rate))
    const rates = names.map((name) => (name in results ? cell(rateOf(name), results[name]) : '–'))
    const ratios = rivals.map((rival) => (rival in results ? (rateOf('sosie on') / rateOf(rival)).toFixed(2) : '–'))
    return [`${kind}, ${connections}`, ...rates, ...ratios]
  })
  return markdown(['requests/s', ...names, ...rivals.map((rival) => `on : ${rival}`)], rows)
}

/** A rate that was reached with failed requests is not passed off as a clean one. */
function cell(rate, results) {
  const failed = results.reduce((total, result) => total + result.failed, 0)
  return failed === 0 ? Math.round(rate) : `${Math.round(rate)} (${failed} failed)`
}

/** What Sosie counted over all rounds: a rate at which something was shed is not the one that is asked for. */
function countTable(figures) {
  const rows = figures.map(({ kind, connections, subjects: { 'sosie on': results } }) => {
    const total = (read) => results.reduce((sum, { totals }) => sum + read(totals), 0)
    const differing = (100 * total(({ mismatch }) => mismatch)) / total(({ compared }) => compared)
    const read = [({ requests }) => requests, ({ mirrored }) => mirrored, ({ compared }) => compared, shed]
    const slowest = Math.max(...results.map(({ drainedMs }) => drainedMs))
    return [`${kind}, ${connections}`, ...read.map(total), `${differing.toFixed(1)} %`, slowest]
  })
  return markdown(['sosie on', 'requests', 'mirrored', 'compared', 'shed', 'differ', 'longest drain ms'], rows)
}
