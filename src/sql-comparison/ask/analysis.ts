import { BoundedMap } from '../../base/bounded.js'
import { digestOf } from '../../sql/digest.js'
import { replayOf, type Replay } from '../../sql/log-replay.js'
import { undeterminedBy, type Undetermined } from '../../sql/undetermined.js'
import { markStart } from '../../model/marks.js'

/** What a statement's text tells. */
export interface Analysis {
  readonly digest: string
  readonly shape: string
  readonly replay: Replay
  readonly undetermined: Undetermined | undefined
}

const maxRemembered = 20_000

/** All that is known of a text depends on its shape alone, and a log repeats its shapes: each is looked at once. */
export function analyst(): (sql: string) => Analysis {
  const known = new BoundedMap<string, Analysis>(maxRemembered)
  return (sql) => {
    const { digest, shape } = digestOf(sql)
    // A `?` that a client sent and one that stands for a value have the same shape, and so has a value that was hidden.
    if (sql.includes(markStart)) return { digest, shape, replay: { refused: 'redacted' }, undetermined: undefined }
    const key = sql.includes('?') ? `? ${digest}` : digest
    const before = known.get(key)
    if (before !== undefined && key === digest) return before
    const analysis = { digest, shape, replay: replayOf(sql), undetermined: undeterminedBy(sql) }
    known.set(key, analysis)
    return analysis
  }
}
