import type { Evidence } from '../model/finding.js'
import { milliseconds } from './numbers.js'
import { Proportion } from './proportion.js'

interface Bar {
  readonly label: string
  readonly look: string
  readonly ms: number
}

const drawn = new Set(['legacyCachedMs', 'legacyUncachedMs', 'candidateMs', 'sharePercent'])

/** True for evidence that the picture shows, so that no table needs to say it again. */
export function isDrawn(evidence: Evidence, key: string): boolean {
  return drawn.has(key) && typeof evidence[key] === 'number' && barsOf(evidence).length > 1
}

/** The proof as a picture: the same SQL on legacy with its cache, on legacy without it, and on the candidate. */
export function QueryCacheBars({ evidence }: { readonly evidence: Evidence }) {
  const bars = barsOf(evidence)
  const longest = Math.max(...bars.map(({ ms }) => ms))
  const share = evidence['sharePercent']
  if (bars.length < 2) return null
  return (
    <figure class="bars">
      <table>
        <caption>SQL time of one request</caption>
        <tbody>
          {bars.map(({ label, look, ms }) => (
            <tr>
              <th scope="row">{label}</th>
              <td class="bar">
                <Proportion parts={[{ look, value: ms }]} whole={longest} />
              </td>
              <td class="n">{milliseconds(ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {typeof share === 'number' ? (
        <figcaption>
          The loss of the cache explains <strong>{share} %</strong> of the extra time.
        </figcaption>
      ) : null}
    </figure>
  )
}

function barsOf({ legacyCachedMs, legacyUncachedMs, candidateMs }: Evidence): Bar[] {
  const bars = [
    { label: 'Legacy, cache on', look: 'legacy', ms: legacyCachedMs },
    { label: 'Legacy, cache off', look: 'legacy', ms: legacyUncachedMs },
    { label: 'Candidate', look: 'candidate', ms: candidateMs },
  ]
  return bars.flatMap(({ ms, ...bar }) => (typeof ms === 'number' ? [{ ...bar, ms }] : []))
}
