import type { SqlClass, SqlClassDifference } from '../../report-model.js'
import { count, counted } from '../../../base/numbers.js'
import { Prose } from '../../../views/prose.js'
import { anchorOf, Badge } from './classes.js'

/** Lists the causes that the catalogue recognises, the most frequent first: a hundred statements may need only five fixes. */
export function Causes({ classes }: { readonly classes: readonly SqlClass[] }) {
  const known = byCause(classes)
  if (known.length === 0) return null
  return (
    <section aria-labelledby="causes">
      <h2 id="causes">
        Causes that the signs fit <span class="soft">{count(known.length)}</span>
      </h2>
      <div class="scroll">
        <table class="noise">
          <thead>
            <tr>
              <th scope="col">Cause</th>
              <th scope="col">Fix it</th>
              <th scope="col">Statements</th>
            </tr>
          </thead>
          <tbody>
            {known.map(({ cause, worst, seen, classes: kinds, first }) => (
              <tr>
                <td>
                  <Badge severity={worst.severity} /> <a href={`#${anchorOf(first)}`}>{cause}</a>
                </td>
                <td>
                  <Prose text={worst.fix ?? ''} />
                </td>
                <td>
                  {count(seen)} <span class="soft">in {counted(kinds, 'kind')}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

interface KnownCause {
  readonly cause: string
  readonly first: SqlClass
  readonly worst: SqlClassDifference
  readonly classes: number
  readonly seen: number
}

/** Groups differences by their cause. @param classes The most harmful first. */
function byCause(classes: readonly SqlClass[]): KnownCause[] {
  const found = new Map<string, KnownCause>()
  for (const each of classes) {
    for (const difference of each.differences) {
      if (difference.cause === undefined) continue
      const { cause } = difference
      const before = found.get(cause) ?? { cause, first: each, worst: difference, classes: 0, seen: 0 }
      found.set(cause, { ...before, classes: before.classes + 1, seen: before.seen + difference.count })
    }
  }
  return [...found.values()].sort((one, other) => other.seen - one.seen)
}
