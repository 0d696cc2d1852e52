import { startBadCandidates } from './backends.mjs'
import { latencyOf } from './latency.mjs'
import { interval, markdown, median } from './statistics.mjs'
import { sosie } from './subjects.mjs'

const rate = 1000
/** Differences of a few hundredths of a millisecond need more rounds than throughput does. */
const roundsFor = (rounds) => rounds * 2

/** Live latency while the candidate is bad, against mirroring off, side by side. */
export async function measureFaults({ folder, ports, rounds, seconds, tell }) {
  const bad = await startBadCandidates()
  const figures = []
  for (const [candidate, { port }] of Object.entries(bad)) {
    const turns = []
    for (let round = 1; round <= roundsFor(rounds); round += 1) {
      const turn = await oneTurn({ folder, legacy: ports.legacy, candidate: port, seconds, round })
      turns.push(turn)
      tell(`${candidate}, round ${round}: p99 off ${turn.off.p99.toFixed(2)} on ${turn.on.p99.toFixed(2)} ms`)
    }
    for (const share of ['p50', 'p99']) figures.push({ candidate, share, ...compared(turns, share), turns })
  }
  for (const { close } of Object.values(bad)) close()
  return { figures, tables: [faultTable(figures)] }
}

/** Off and on, one right after the other; who goes first changes, so that a drift of the machine favours neither. */
async function oneTurn({ folder, legacy, candidate, seconds, round }) {
  const mirrors = { off: { sample: 0 }, on: { timeoutMs: 1000 } }
  const order = round % 2 === 0 ? ['off', 'on'] : ['on', 'off']
  const turn = {}
  for (const state of order) {
    turn[state] = await latencyOf(folder, sosie(folder, legacy, candidate, mirrors[state]), rate, seconds)
  }
  return turn
}

function compared(turns, share) {
  const differences = turns.map(({ on, off }) => on[share] - off[share])
  const [low, high] = interval(differences)
  const failed = turns.reduce((total, { on, off }) => total + on.failed + off.failed, 0)
  const reached = (read) => turns.reduce((total, { on }) => total + read(on.totals), 0)
  // The breaker keeps nearly all requests away from a bad candidate: it is part of what is measured, so it is shown.
  const mirrored = `${reached((totals) => totals.mirrored)} of ${reached((totals) => totals.requests)}`
  return { mirrored, off: median(turns.map(({ off }) => off[share])), more: median(differences), low, high, failed }
}

function faultTable(figures) {
  const rows = figures.map(({ candidate, share, off, more, low, high, failed, mirrored }) => [
    candidate,
    share,
    off.toFixed(2),
    more.toFixed(2),
    `${low.toFixed(2)} to ${high.toFixed(2)}`,
    failed,
    mirrored,
  ])
  return markdown(
    ['candidate', `at ${rate}/s`, 'off ms', 'more when on, ms', '95 % interval', 'failed', 'mirrored'],
    rows,
  )
}
