import { imbalances, type ControlLoad } from '../model/run.js'
import type { RunReport } from '../model/report.js'
import { count, counted, percent } from '../base/numbers.js'
import { liveTapInWords } from './live-tap-words.js'
import { Proportion } from './proportion.js'
import { incomparableWords, notMirroredWords } from './words.js'

type Totals = RunReport['totals']

interface Share {
  readonly look: string
  readonly label: string
  readonly value: number
}

/** Shows where every request went: each bar is the first part of the bar above it, and every request that was lost has a reason. */
export function RequestCounts({ report }: { readonly report: Pick<RunReport, 'totals' | 'controlLoad' | 'liveTap'> }) {
  const { totals, controlLoad, liveTap } = report
  return (
    <section aria-labelledby="counts">
      <h2 id="counts">Where every request went</h2>
      <div class="ledger">
        <Step title="requests" whole={totals.requests} shares={mirroredShares(totals)} />
        <Step title="mirrored" whole={totals.mirrored} shares={comparedShares(totals)} />
        <Step title="compared" whole={totals.compared} shares={verdictShares(totals)} />
      </div>
      <Reasons title="Not mirrored, because" counts={totals.notMirrored} words={notMirroredWords} />
      <Reasons title="Not comparable, because" counts={totals.incomparable} words={incomparableWords} />
      {controlLoad === undefined ? null : <ControlWords load={controlLoad} />}
      {liveTap === undefined ? null : <p class="soft">{liveTapInWords(liveTap)}</p>}
      <Doubts totals={totals} />
    </section>
  )
}

/** Shows what asking legacy a second time cost it. */
function ControlWords({ load: { asked, ms, leftOut } }: { readonly load: ControlLoad }) {
  const spared =
    leftOut === 0 ? '' : ` ${counted(leftOut, 'more request')} would have passed its cap and were left out.`
  return (
    <p class="soft">
      Control asked legacy a second time: {counted(asked, 'request')}, {count(Math.round(ms / 1000))} seconds of its
      time together.{spared}
    </p>
  )
}

function mirroredShares({ mirrored, notMirrored }: Totals): Share[] {
  return [
    { look: 'kept', label: 'mirrored to the candidate', value: mirrored },
    { look: 'left-out', label: 'not mirrored', value: sum(notMirrored) },
  ]
}

function comparedShares({ compared, incomparable }: Totals): Share[] {
  return [
    { look: 'kept', label: 'compared', value: compared },
    { look: 'left-out', label: 'not comparable', value: sum(incomparable) },
  ]
}

function verdictShares({ match, noise, mismatch }: Totals): Share[] {
  return [
    { look: 'match', label: 'match', value: match },
    { look: 'noise', label: 'noise', value: noise },
    { look: 'mismatch', label: 'mismatch', value: mismatch },
  ]
}

function Step({
  title,
  whole,
  shares,
}: {
  readonly title: string
  readonly whole: number
  readonly shares: readonly Share[]
}) {
  return (
    <div class="step">
      <p class="whole">
        <strong>{count(whole)}</strong> {title}
      </p>
      <div>
        <Proportion parts={shares} whole={whole} />
        <ul class="legend">
          {shares.map(({ look, label, value }) => (
            <li>
              <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
                <rect class={look} width="10" height="10" />
              </svg>
              <strong>{count(value)}</strong> {label} <span class="soft">{percent(value, whole)}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

interface ReasonsProps {
  readonly title: string
  readonly counts: Readonly<Record<string, number | undefined>>
  readonly words: Readonly<Record<string, string>>
}

function Reasons({ title, counts, words }: ReasonsProps) {
  const reasons = Object.entries(counts)
    .map(([reason, times]) => ({ reason, times: times ?? 0 }))
    .filter(({ times }) => times > 0)
    .sort((a, b) => b.times - a.times)
  if (reasons.length === 0) return null
  return (
    <div class="reasons">
      <h3>{title}</h3>
      <ul>
        {reasons.map(({ reason, times }) => (
          <li>
            <strong>{count(times)}</strong> <span>{words[reason] ?? reason}</span> <code class="soft">{reason}</code>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Shows what a reader must know before trusting the figures; nothing when they add up. */
function Doubts({ totals }: { readonly totals: Totals }) {
  const doubts = [
    ...(totals.unsettled === 0
      ? []
      : [`${counted(totals.unsettled, 'request')} under way when the recording ended: Sosie was stopped hard.`]),
    ...imbalances({ ...totals, requests: totals.requests - totals.unsettled }).map(
      (imbalance) => `The request counts do not balance: ${imbalance}.`,
    ),
  ]
  return doubts.length === 0 ? null : (
    <ul class="doubts">
      {doubts.map((doubt) => (
        <li>{doubt}</li>
      ))}
    </ul>
  )
}

function sum(counts: Readonly<Record<string, number | undefined>>): number {
  return Object.values(counts).reduce<number>((total, value) => total + (value ?? 0), 0)
}
