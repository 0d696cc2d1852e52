import type { ReportedRun, RunReport } from '../model/report.js'
import { decisionWords } from './decision-words.js'
import { moment, span } from '../base/numbers.js'
import { kindWords } from './words.js'
import { Fact } from './fact.js'

/** Shows go or no-go as one sentence, and what was compared: what a tired person reads before anything else. */
export function Decision({ report }: { readonly report: RunReport }) {
  const { verdict, sentence } = decisionWords(report)
  return (
    <header class={`decision ${report.gate.passed ? 'go' : 'no-go'}`}>
      <div class="column">
        <p class="kind">{kindWords[report.run.kind]}</p>
        <h1>
          <span class="verdict">
            {verdict}
            <span class="colon">:</span>
          </span>{' '}
          <span class="sentence">{sentence}.</span>
        </h1>
        <Reasons reasons={report.gate.reasons} />
        <Facts run={report.run} />
      </div>
    </header>
  )
}

function Reasons({ reasons }: { readonly reasons: readonly string[] }) {
  return reasons.length === 0 ? null : (
    <>
      <p class="reasons-of-gate">The gate's reasons:</p>
      <ul class="reasons-of-gate">
        {reasons.map((reason) => (
          <li>{reason}</li>
        ))}
      </ul>
    </>
  )
}

function Facts({ run }: { readonly run: ReportedRun }) {
  return (
    <dl class="run-facts">
      <Fact name={run.kind === 'replay' ? 'Legacy' : 'Legacy, served every user'} value={run.legacy} />
      <Fact name="Candidate" value={run.candidate} />
      <Fact name="Control, legacy asked again" value={run.control ?? 'none: noise is not told apart'} />
      <Fact name="When" value={whenOf(run)} />
      <Fact name="Run" value={run.id} />
      <Fact name="Judged by" value={versionsOf(run.versions)} />
    </dl>
  )
}

function whenOf({ startedAt, endedAt }: ReportedRun): string {
  if (endedAt === null) return `since ${moment(startedAt)}; it has not ended, or Sosie was killed`
  const length = span(startedAt, endedAt)
  return length === undefined ? moment(startedAt) : `${moment(startedAt)}, for ${length}`
}

function versionsOf(versions: ReportedRun['versions']): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')
}
