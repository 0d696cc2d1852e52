import type { ReportedFinding, RunReport } from '../model/report.js'
import { anchorOf } from './finding.js'
import { count } from '../base/numbers.js'
import { Prose } from './prose.js'
import { severityWords } from './words.js'

/** Lists what was reported during the run and is no longer a finding: why, and what it turned out to be. */
export function WithdrawnFindings({ report: { withdrawn, findings } }: { readonly report: RunReport }) {
  if (withdrawn.length === 0) return null
  return (
    <section aria-labelledby="withdrawn">
      <h2 id="withdrawn">
        Told and withdrawn <span class="soft">{count(withdrawn.length)}</span>
      </h2>
      <ul class="told">
        {withdrawn.map(({ cause, severity, title, reason, instead }) => (
          <li>
            <Prose text={title} />{' '}
            <span class="soft">
              ({severityWords[severity]}, {cause})
            </span>
            <br />
            {reason} <Instead finding={findings.find(({ id }) => id === instead)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Instead({ finding }: { readonly finding: ReportedFinding | undefined }) {
  return finding === undefined ? null : (
    <>
      Now: <a href={`#${anchorOf(finding)}`}>{finding.title}</a>
    </>
  )
}
