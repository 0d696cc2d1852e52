import type { SqlClass } from '../../report-model.js'
import { counted } from '../../../base/numbers.js'
import { Prose } from '../../../views/prose.js'
import { Sql } from '../../../views/sql.js'
import { anchorOf, Badge } from './classes.js'
import { kindWords } from './words.js'

/** Shows the one thing to fix next. */
export function FixFirst({ worst }: { readonly worst: SqlClass }) {
  const [difference] = worst.differences
  if (difference === undefined) return null
  return (
    <section class="fix-first" aria-labelledby="fix-first">
      <h2 id="fix-first">Fix this first</h2>
      <div class="large">
        <Sql sql={difference.examples[0]?.sql ?? worst.shape} />
      </div>
      <p class="what">
        {kindWords[difference.kind]}. {difference.detail}
      </p>
      {difference.fix === undefined ? null : (
        <p class="how">
          <Prose text={difference.fix} />
        </p>
      )}
      <p class="tags">
        <Badge severity={difference.severity} />
        <span class="soft">{difference.cause ?? 'cause not known'}</span>
      </p>
      <p>
        Seen in {counted(difference.count, 'statement')}. <a href={`#${anchorOf(worst)}`}>See both answers</a>
      </p>
    </section>
  )
}
