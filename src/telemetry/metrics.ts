import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import type { ShadowState } from './state.js'

/** A metric. Its source stands beside its name and help, so that none is exposed undocumented. */
interface Family {
  readonly name: string
  readonly help: string
  readonly kind: 'counter' | 'gauge'
  /** Name of its label, if it has one. */
  readonly label?: string
  readonly read: (state: ShadowState) => number | Readonly<Record<string, number | undefined>>
}

const stacks = ['legacy', 'candidate', 'control'] as const
const breakerStates = { closed: 0, 'half-open': 1, open: 2 } as const

/** Every metric of Sosie's own. A test checks that docs/operations.md names each. */
export const families: readonly Family[] = [
  {
    name: 'sosie_requests_total',
    help: 'Requests that were passed on to legacy.',
    kind: 'counter',
    read: ({ requests }) => requests,
  },
  {
    name: 'sosie_refused_total',
    help: 'Requests and connections turned away before legacy, by reason.',
    kind: 'counter',
    label: 'reason',
    read: ({ refused }) => refused,
  },
  {
    name: 'sosie_mirrored_total',
    help: 'Requests that were sent to the candidate.',
    kind: 'counter',
    read: ({ mirrored }) => mirrored,
  },
  {
    name: 'sosie_not_mirrored_total',
    help: 'Requests that were not mirrored, by reason.',
    kind: 'counter',
    label: 'reason',
    read: ({ notMirrored }) => notMirrored,
  },
  {
    name: 'sosie_pairs_total',
    help: 'Mirrored requests whose end is known, by verdict, as the recording holds them.',
    kind: 'counter',
    label: 'verdict',
    read: ({ tally: { match, noise, mismatch, incomparable } }) => ({ match, noise, mismatch, incomparable }),
  },
  {
    name: 'sosie_incomparable_total',
    help: 'Mirrored requests that could not be compared, or whose result was lost, by reason.',
    kind: 'counter',
    label: 'reason',
    read: ({ tally }) => tally.reasons,
  },
  {
    name: 'sosie_control_requests_total',
    help: 'Requests that legacy was asked a second time.',
    kind: 'counter',
    read: ({ control }) => control?.asked ?? 0,
  },
  {
    name: 'sosie_control_milliseconds_total',
    help: 'Milliseconds that legacy spent on them.',
    kind: 'counter',
    read: ({ control }) => control?.ms ?? 0,
  },
  {
    name: 'sosie_control_left_out_total',
    help: 'Requests that control was not asked because its cap was reached.',
    kind: 'counter',
    read: ({ control }) => control?.leftOut ?? 0,
  },
  {
    name: 'sosie_live_tap_requests_total',
    help: "Requests whose SQL on live legacy's tap is known (exact), or may be another's (ambiguous).",
    kind: 'counter',
    label: 'attribution',
    read: ({ liveTap }) => ({ exact: liveTap?.exact ?? 0, ambiguous: liveTap?.ambiguous ?? 0 }),
  },
  {
    name: 'sosie_live_tap_statements_total',
    help: "Statements that passed live legacy's tap: given to a request, or to none.",
    kind: 'counter',
    label: 'attribution',
    read: ({ liveTap }) => ({
      exact: liveTap?.attributed ?? 0,
      ambiguous: (liveTap?.statements ?? 0) - (liveTap?.attributed ?? 0),
    }),
  },
  {
    name: 'sosie_mirror_queue_requests',
    help: 'Requests that wait to be mirrored.',
    kind: 'gauge',
    read: ({ mirror }) => mirror.queued,
  },
  {
    name: 'sosie_mirror_queue_bytes',
    help: 'Bytes of bodies that wait to be mirrored.',
    kind: 'gauge',
    read: ({ mirror }) => mirror.queuedBytes,
  },
  {
    name: 'sosie_mirror_under_way',
    help: 'Requests at the candidate now.',
    kind: 'gauge',
    read: ({ mirror }) => mirror.underWay,
  },
  {
    name: 'sosie_mirror_paused',
    help: '1 while mirroring is paused.',
    kind: 'gauge',
    read: ({ mirror }) => Number(mirror.paused),
  },
  {
    name: 'sosie_breaker_state',
    help: "The candidate's circuit breaker: 0 closed, 1 half-open, 2 open.",
    kind: 'gauge',
    read: ({ mirror }) => breakerStates[mirror.breaker],
  },
  {
    name: 'sosie_mirror_restarts_total',
    help: "How often the mirror's thread died and was restarted.",
    kind: 'counter',
    read: ({ mirrorRestarts }) => mirrorRestarts,
  },
  {
    name: 'sosie_stack_down',
    help: '1 while a stack takes no requests: legacy refuses connections, or the breaker of candidate or control is not closed.',
    kind: 'gauge',
    label: 'stack',
    read: ({ down }) => Object.fromEntries(stacks.map((stack) => [stack, Number(down.includes(stack))])),
  },
  {
    name: 'sosie_recording_failing',
    help: '1 while nothing can be written to the recording.',
    kind: 'gauge',
    read: ({ recording }) => Number(recording.failing),
  },
  {
    name: 'sosie_recording_lost_total',
    help: 'How often the recording was deleted or moved away under the run, and a new one begun.',
    kind: 'counter',
    read: ({ recording }) => recording.lost,
  },
  {
    name: 'sosie_verifier_waiting',
    help: 'Pairs that wait to be judged or written.',
    kind: 'gauge',
    read: ({ verifierWaiting }) => verifierWaiting,
  },
  {
    name: 'sosie_verifier_restarts_total',
    help: 'How often the verifier thread died and was restarted.',
    kind: 'counter',
    read: ({ verifierRestarts }) => verifierRestarts,
  },
  {
    name: 'sosie_faults_total',
    help: 'Faults of Sosie itself, as a disk that is full; each stands in the log.',
    kind: 'counter',
    read: ({ faults }) => faults,
  },
  {
    name: 'sosie_log_lost_total',
    help: 'Lines that the log (--log) did not take, as on a full disk.',
    kind: 'counter',
    read: ({ logLost }) => logLost,
  },
  {
    name: 'sosie_connections',
    help: 'Connections of users that are open.',
    kind: 'gauge',
    read: ({ connections }) => connections,
  },
]

/** Returns metrics that are read from the running shadow when requested: nothing is counted twice on the live path. */
export function shadowMetrics(state: () => ShadowState): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  for (const family of families) register(registry, family, state)
  return registry
}

function register(registry: Registry, { name, help, kind, label, read }: Family, state: () => ShadowState): void {
  const labelNames = label === undefined ? [] : [label]
  const collect = function (this: Counter | Gauge): void {
    this.reset()
    const value = read(state())
    if (typeof value === 'number') return set(this, {}, value)
    for (const [labelled, n] of Object.entries(value)) set(this, { [label ?? '']: labelled }, n ?? 0)
  }
  const options = { name, help, labelNames, registers: [registry], collect }
  if (kind === 'counter') new Counter(options)
  else new Gauge(options)
}

function set(metric: Counter | Gauge, labels: Record<string, string>, value: number): void {
  if (metric instanceof Gauge) metric.set(labels, value)
  else metric.inc(labels, value)
}
