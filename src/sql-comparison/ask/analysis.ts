import { BoundedMap } from '../../base/bounded.js'
import { digestOf } from '../../sql/digest.js'
import { replayOf, type Replay } from '../../sql/log-replay.js'
import { undeterminedBy, type Undetermined } from '../../sql/undetermined.js'
import { markStart } from '../../model/marks.js'

/** What can be told from the text of a statement. */
export interface Analysis {
  readonly digest: string
  readonly shape: string
  readonly replay: Replay
  readonly undetermined: Undetermined | undefined
}

const maxRemembered = 20_000

/** Returns a function that analyses statements and remembers results by shape: they depend on it alone, and a log repeats its shapes. */
export function analyst(): (sql: string) => Analysis {
  const known = new BoundedMap<string, Analysis>(maxRemembered)
  return (sql) => {
    const { digest, shape } = digestOf(sql)
    // A `?` that a client sent and one that stands for a value have the same shape, and so does a redacted value: neither is remembered.
    if (sql.includes(markStart)) return { digest, shape, replay: { refused: 'redacted' }, undetermined: undefined }
    const key = sql.includes('?') ? `? ${digest}` : digest
    const before = known.get(key)
    if (before !== undefined && key === digest) return before
    const analysis = { digest, shape, replay: replayOf(sql), undetermined: undeterminedBy(sql) }
    known.set(key, analysis)
    return analysis
  }
}
