import type { ShadowState } from '../telemetry/state.js'

/** Speed and duration of a running shadow. */
export interface Pace {
  /** Requests per second since the last update. */
  readonly rate: number
  /** Seconds since the start. */
  readonly seconds: number
}

const barWidth = 24
const labelWidth = 13

/** Describes the running shadow in a few lines, for a terminal with this many columns. */
export function shadowView(state: ShadowState, pace: Pace, columns: number): string[] {
  const { mirror, tally, requests, mirrored, control } = state
  const compared = tally.match + tally.noise + tally.mismatch
  const line = (label: string, text: string): string => `${label.padEnd(labelWidth)}${text}`.slice(0, columns)
  return [
    line(
      'requests',
      `${count(requests)}   ${pace.rate.toFixed(0)}/s   ${clock(pace.seconds)}   ${count(state.connections)} connections`,
    ),
    line(
      'mirrored',
      `${bar(mirrored, requests)} ${count(mirrored)}   ${mirror.paused ? 'PAUSED' : breakerWords(state)}`,
    ),
    ...reasons('not mirrored', state.notMirrored, line),
    line(
      'match',
      `${bar(tally.match + tally.noise, compared)} ${count(tally.match + tally.noise)} of ${count(compared)} compared`,
    ),
    line('different', count(tally.mismatch)),
    ...reasons('incomparable', tally.reasons, line),
    ...(state.recording.failing ? [line('recording', 'cannot be written: what is mirrored is lost and counted')] : []),
    line('waiting', `${count(mirror.queued)} to be mirrored, ${count(state.verifierWaiting)} to be judged`),
    ...(control === undefined
      ? []
      : [line('control', `${count(control.asked)} asked, ${count(control.leftOut)} left out by the cap`)]),
    ...reasons('refused', state.refused, line),
  ]
}

function breakerWords({ mirror }: ShadowState): string {
  if (mirror.breaker === 'closed') return ''
  return mirror.breaker === 'open' ? 'the candidate fails: nothing is sent for a while' : 'the candidate is tried again'
}

function reasons(
  label: string,
  counts: Readonly<Record<string, number | undefined>>,
  line: (label: string, text: string) => string,
): string[] {
  const parts = Object.entries(counts).map(([reason, n]) => `${reason} ${count(n ?? 0)}`)
  return parts.length === 0 ? [] : [line(label, parts.join('  '))]
}

function bar(part: number, whole: number): string {
  const filled = whole === 0 ? 0 : Math.round((part / whole) * barWidth)
  return '█'.repeat(filled) + '░'.repeat(barWidth - filled)
}

function count(n: number): string {
  return Math.round(n).toLocaleString('en-US')
}

function clock(seconds: number): string {
  const pad = (n: number): string => String(Math.floor(n)).padStart(2, '0')
  return `${pad(seconds / 3600)}:${pad((seconds / 60) % 60)}:${pad(seconds % 60)}`
}
