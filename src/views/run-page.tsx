import type { ReportedFinding, RunReport } from '../model/report.js'
import { Baseline } from './baseline.js'
import { RequestCounts } from './request-counts.js'
import { Decision } from './decision.js'
import { drawnExamples, type DrawnExamples } from './example-room.js'
import { Finding } from './finding.js'
import { FixFirst } from './fix-first.js'
import { Noise } from './noise.js'
import { count, counted } from '../base/numbers.js'
import { groupFindings, isProven, fixFirst } from './order.js'
import { Routes } from './routes.js'
import { WithdrawnFindings } from './withdrawn.js'
import { glossary } from './words.js'

/** Number of findings in each list whose example is open from the start: those that are read first. */
const openExamples = 3

/** Shows a run's report: the decision first, then what to do, then what it rests on. */
export function RunPage({ report }: { readonly report: RunReport }) {
  const { explained, unexplained, settled } = groupFindings(report.findings)
  const first = fixFirst(report.findings)
  const examples = drawnExamples([...explained, ...unexplained.filter(isProven), ...unexplained, ...settled])
  return (
    <>
      <Decision report={report} />
      <main class="column">
        {first === undefined ? null : <FixFirst finding={first} />}
        <RequestCounts report={report} />
        <Explained findings={explained} examples={examples} />
        <Unexplained findings={unexplained} examples={examples} />
        <Folded id="settled" title="Accepted" findings={settled} examples={examples} />
        <WithdrawnFindings report={report} />
        <Baseline report={report} />
        <Noise report={report} />
        <Routes routes={report.routes} />
        <Glossary />
      </main>
    </>
  )
}

interface FindingsProps {
  readonly findings: readonly ReportedFinding[]
  readonly examples: DrawnExamples
}

function Explained({ findings, examples }: FindingsProps) {
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">
        What breaks, and why <span class="soft">{count(findings.length)}</span>
      </h2>
      {findings.length === 0 ? (
        <p>No cause of the catalogue was seen.</p>
      ) : (
        <List findings={findings} examples={examples} />
      )}
    </section>
  )
}

/** Shows the proven ones unfolded: the line of an uncaught error is known even when the catalogue has no name for the error. */
function Unexplained({ findings, examples }: FindingsProps) {
  const proven = findings.filter(isProven)
  const possible = findings.filter((finding) => !isProven(finding))
  if (findings.length === 0) return null
  return (
    <section aria-labelledby="unexplained">
      <h2 id="unexplained">
        Different, not explained yet <span class="soft">{count(findings.length)}</span>
      </h2>
      <p class="soft">The differences are facts; no cause of the catalogue explains them.</p>
      <List findings={proven} examples={examples} />
      {possible.length === 0 ? null : (
        <details class="section-fold">
          <summary>{counted(possible.length, 'finding')} without a proven cause</summary>
          <List findings={possible} examples={examples} />
        </details>
      )}
    </section>
  )
}

interface FoldedProps extends FindingsProps {
  readonly id: string
  readonly title: string
}

function Folded({ id, title, findings, examples }: FoldedProps) {
  return findings.length === 0 ? null : (
    <section aria-labelledby={id}>
      <h2 id={id}>
        {title} <span class="soft">{count(findings.length)}</span>
      </h2>
      <details class="section-fold">
        <summary>{counted(findings.length, 'finding')} that nobody has to act on</summary>
        <List findings={findings} examples={examples} />
      </details>
    </section>
  )
}

function List({ findings, examples }: FindingsProps) {
  return (
    <>
      {findings.map((finding, at) => (
        <Finding finding={finding} example={at < openExamples ? 'open' : 'folded'} examples={examples} />
      ))}
    </>
  )
}

function Glossary() {
  return (
    <section aria-labelledby="words" class="glossary">
      <h2 id="words">Words of this report</h2>
      <dl>
        {glossary.map(([word, meaning]) => (
          <div>
            <dt>{word}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
