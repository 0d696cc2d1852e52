import type { ReportedFinding } from '../model/report.js'
import { evidenceLines, type EvidenceLine } from './evidence-words.js'
import { acceptanceInWords, followersOf, placeOf, proofInWords, usersSee } from './finding-words.js'
import { count, counted, moment } from '../base/numbers.js'
import { isProven } from './order.js'
import { Prose } from './prose.js'
import { CostBars, isDrawn } from './cost-bars.js'
import { isPlan, Plans } from './plans.js'
import type { DrawnExamples } from './example-room.js'
import { SideBySide } from './side-by-side.js'
import { Sql } from './sql.js'
import { severityWords, stateWords } from './words.js'

const routesAtOnce = 5

interface FindingProps {
  readonly finding: ReportedFinding
  /** The example is open for the worst findings, and a click away for the others. */
  readonly example: 'open' | 'folded'
  readonly examples: DrawnExamples
}

/** Shows one defect: what it is, how it is known, what users see, where it is, whom it affects, how to fix it, and an example. */
export function Finding({ finding, example, examples }: FindingProps) {
  return (
    <article class="finding" id={anchorOf(finding)} aria-labelledby={`${anchorOf(finding)}-title`}>
      <Tags finding={finding} />
      <h3 id={`${anchorOf(finding)}-title`}>
        <Prose text={finding.title} />
      </h3>
      <dl class="brief">
        <Line name="Users see">{usersSee(finding)}</Line>
        <Line name="Where">
          <Where finding={finding} />
        </Line>
        {finding.acceptance === undefined ? null : <Line name="Accepted">{acceptanceInWords(finding.acceptance)}</Line>}
        {finding.fix === '' ? null : (
          <Line name="Fix it">
            <Prose text={finding.fix} />
          </Line>
        )}
        <Line name="On">
          <Routes routes={finding.routes} />
        </Line>
        {finding.followedBy === undefined ? null : (
          <Line name="Follows">
            {counted(followersOf(finding), 'pair')} that {followersOf(finding) === 1 ? 'was' : 'were'} not compared for
            it
            <Routes routes={finding.followedBy} />
          </Line>
        )}
        <Line name="Seen">
          {counted(finding.count, 'time')} ({clientsOf(finding)}), first {moment(finding.firstSeen)}, last{' '}
          {moment(finding.lastSeen)}
        </Line>
        <Line name="Evidence">
          <EvidenceTable finding={finding} />
        </Line>
      </dl>
      <Example finding={finding} example={example} examples={examples} />
    </article>
  )
}

/** Shows a finding's example. A pair that shows several defects is drawn under the first of them. */
function Example({ finding, example, examples: { holders, room } }: FindingProps) {
  if (finding.example === undefined) return null
  const holder = holders.get(finding.example.id)
  if (holder !== undefined && holder !== finding)
    return (
      <p class="example-fold">
        Its example, pair {finding.example.id}, is drawn under <a href={`#${anchorOf(holder)}`}>{holder.title}</a>.
      </p>
    )
  return (
    <details class="example-fold" open={example === 'open'}>
      <summary>One example, side by side</summary>
      <SideBySide example={finding.example} room={room} />
    </details>
  )
}

/** Returns the anchor that links to a finding point to. */
export function anchorOf({ id }: ReportedFinding): string {
  return `finding-${id}`
}

export function Tags({ finding }: { readonly finding: ReportedFinding }) {
  const { severity, state, cause, id } = finding
  return (
    <p class="tags">
      <span class={`badge ${severity}`}>{severityWords[severity]}</span>
      <ProofMark finding={finding} />
      {state === 'new' ? null : <span>{stateWords[state]}</span>}
      <span class="soft">
        {cause} <code>{id}</code>
      </span>
    </p>
  )
}

function ProofMark({ finding }: { readonly finding: ReportedFinding }) {
  const proven = isProven(finding)
  return (
    <span class={proven ? 'proof proven' : 'proof possible'}>
      <span aria-hidden="true">{proven ? '✓ ' : '? '}</span>
      {proofInWords(finding)}
    </span>
  )
}

/** Shows the file and line, or else the statement, or else the place in the answer. */
export function Where({ finding }: { readonly finding: ReportedFinding }) {
  const place = placeOf(finding)
  switch (place.kind) {
    case 'source':
      return (
        <code class="place">
          {place.file}:{place.line}
        </code>
      )
    case 'statement':
      return (
        <>
          <Sql sql={place.sql} />
          {place.search === undefined ? null : (
            <p class="soft">
              To find its file, search the code for <code>{place.search}</code>
            </p>
          )}
        </>
      )
    case 'answer':
      return <code class="place">{place.text}</code>
  }
}

function Line({ name, children }: { readonly name: string; readonly children?: unknown }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function clientsOf({ clients }: ReportedFinding): string {
  return clients.map(({ client, count: times }) => `${client} ${count(times)}`).join(', ')
}

interface RoutesProps {
  readonly routes: readonly { readonly route: string; readonly count: number; readonly way?: string }[]
}

function Routes({ routes }: RoutesProps) {
  const items = routes.map(({ route, count: times, way }) => (
    <li>
      <code>{route}</code>{' '}
      <span class="soft">
        {counted(times, 'time')}
        {way === undefined ? '' : `, by ${way}`}
      </span>
    </li>
  ))
  const rest = items.slice(routesAtOnce)
  return (
    <>
      <ul class="plain">{items.slice(0, routesAtOnce)}</ul>
      {rest.length === 0 ? null : (
        <details>
          <summary>{counted(rest.length, 'more route')}</summary>
          <ul class="plain">{rest}</ul>
        </details>
      )}
    </>
  )
}

function EvidenceTable({ finding }: { readonly finding: ReportedFinding }) {
  const { evidence } = finding
  const lines = evidenceLines(evidence).filter(({ key }) => !isDrawn(evidence, key) && !isPlan(evidence, key))
  return (
    <>
      <CostBars evidence={evidence} />
      <Plans evidence={evidence} />
      {lines.length === 0 ? (
        'Only the difference itself.'
      ) : (
        <Lines lines={lines.filter(({ isOfExperiment }) => !isOfExperiment)} />
      )}
      {lines.some(({ isOfExperiment }) => isOfExperiment) ? (
        <details>
          <summary>How it was measured</summary>
          <Lines lines={lines.filter(({ isOfExperiment }) => isOfExperiment)} />
        </details>
      ) : null}
    </>
  )
}

function Lines({ lines }: { readonly lines: readonly EvidenceLine[] }) {
  return (
    <table class="evidence">
      <tbody>
        {lines.map(({ label, value }) => (
          <tr>
            <th scope="row">{label}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
