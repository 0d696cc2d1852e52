import type { ReportedFinding } from '../model/report.js'
import { anchorOf, Tags, Where } from './finding.js'
import { usersSee } from './finding-words.js'
import { counted } from '../base/numbers.js'
import { Prose } from './prose.js'

/** Shows the one thing to do next, large enough to be read from across the desk. */
export function FixFirst({ finding }: { readonly finding: ReportedFinding }) {
  return (
    <section class="fix-first" aria-labelledby="fix-first">
      <h2 id="fix-first">Fix this first</h2>
      <div class="large">
        <Where finding={finding} />
      </div>
      <p class="what">
        <Prose text={finding.title} />. {usersSee(finding)}
      </p>
      {finding.fix === '' ? null : (
        <p class="how">
          <Prose text={finding.fix} />
        </p>
      )}
      <Tags finding={finding} />
      <p>
        Seen {counted(finding.count, 'time')} on {counted(finding.routes.length, 'route')}.{' '}
        <a href={`#${anchorOf(finding)}`}>See the evidence and an example</a>
      </p>
    </section>
  )
}
