import type { BaselineEntry } from '../model/baseline.js'
import type { ReportedBaseline, RunReport } from '../model/report.js'
import { anchorOf } from './finding.js'
import { counted } from '../base/numbers.js'

/** Shows what became of the findings accepted before, and what the gate could not judge. Shows nothing when there is neither. */
export function Baseline({ report }: { readonly report: RunReport }) {
  const { baseline, gate } = report
  if (baseline === undefined && gate.remarks.length === 0) return null
  return (
    <section aria-labelledby="baseline">
      <h2 id="baseline">{baseline === undefined ? 'Remarks of the gate' : 'Against the baseline'}</h2>
      {baseline === undefined ? null : <Comparison baseline={baseline} report={report} />}
      {gate.remarks.length === 0 ? null : (
        <ul class="told">
          {gate.remarks.map((remark) => (
            <li>{remark}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Comparison({ baseline, report }: { readonly baseline: ReportedBaseline; readonly report: RunReport }) {
  const linked = (ids: readonly string[]) => (
    <ul class="told">
      {report.findings
        .filter(({ id }) => ids.includes(id))
        .map((finding) => (
          <li>
            <a href={`#${anchorOf(finding)}`}>{finding.title}</a>
          </li>
        ))}
    </ul>
  )
  return (
    <dl class="brief">
      <Part name="New" size={baseline.new.length} what="that nobody accepted">
        {linked(baseline.new)}
      </Part>
      <Part name="Expired" size={baseline.expired.length} what="whose acceptance is over">
        {linked(baseline.expired)}
      </Part>
      <Part name="Accepted" size={baseline.accepted.length} what="still accepted">
        {linked(baseline.accepted)}
      </Part>
      <Part name="Fixed" size={baseline.fixed.length} what="looked for and not seen any more">
        <Entries entries={baseline.fixed} />
      </Part>
      <Part name="Not known" size={baseline.notCovered.length} what="accepted, but not every route was compared">
        <Entries entries={baseline.notCovered} />
      </Part>
    </dl>
  )
}

interface PartProps {
  readonly name: string
  readonly size: number
  readonly what: string
  readonly children?: unknown
}

function Part({ name, size, what, children }: PartProps) {
  return size === 0 ? null : (
    <div>
      <dt>{name}</dt>
      <dd>
        {counted(size, 'finding')} {what}
        {children}
      </dd>
    </div>
  )
}

function Entries({ entries }: { readonly entries: readonly BaselineEntry[] }) {
  return (
    <ul class="told">
      {entries.map(({ id, title, routes }) => (
        <li>
          {title} <code>{id}</code> <span class="soft">{routes.join(', ')}</span>
        </li>
      ))}
    </ul>
  )
}
