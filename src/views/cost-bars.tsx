import type { Evidence } from '../model/finding.js'
import { milliseconds } from '../base/numbers.js'
import { Proportion } from './proportion.js'

/** A field of the evidence as a bar; `look` names its colour in the style sheet. */
interface BarField {
  readonly key: string
  readonly label: string
  readonly look: string
}

interface Bar extends BarField {
  readonly ms: number
}

const sqlFields: readonly BarField[] = [
  { key: 'legacyCachedMs', label: 'Legacy, cache on', look: 'legacy' },
  { key: 'legacyUncachedMs', label: 'Legacy, cache off', look: 'legacy uncached' },
  { key: 'candidateMs', label: 'Candidate', look: 'candidate' },
]

const answerFields: readonly BarField[] = [
  { key: 'answerCachedMs', label: 'Legacy, cache on', look: 'legacy' },
  { key: 'answerUncachedMs', label: 'Legacy, cache off', look: 'legacy uncached' },
  { key: 'answerCandidateMs', label: 'Candidate', look: 'candidate' },
  { key: 'answerMendedMs', label: 'Candidate, each statement once', look: 'candidate fixed' },
  { key: 'answerOneExecutionMs', label: 'Candidate, one statement for the loop', look: 'candidate fixed' },
]

/** True for evidence that a picture already shows, so that no table needs to repeat it. */
export function isDrawn(evidence: Evidence, key: string): boolean {
  const pictures = [barsOf(evidence, sqlFields), barsOf(evidence, answerFields)].filter((bars) => bars.length > 1)
  if (key === 'sharePercent') return pictures.length > 0 && typeof evidence[key] === 'number'
  return pictures.some((bars) => bars.some((bar) => bar.key === key))
}

/** Draws an experiment: the same SQL on legacy with its cache, without it, and on the candidate; then the whole answers. */
export function CostBars({ evidence }: { readonly evidence: Evidence }) {
  const share = evidence['sharePercent']
  const answers = barsOf(evidence, answerFields)
  const fix = answers.some(({ look }) => look.includes('fixed')) ? ', and what a fix would bring' : ''
  return (
    <>
      <Bars caption="SQL time of one request" bars={barsOf(evidence, sqlFields)}>
        {typeof share === 'number' ? (
          <figcaption>
            The loss of the cache explains <strong>{share} %</strong> of the extra time.
          </figcaption>
        ) : null}
      </Bars>
      <Bars caption={`Time of the whole answer${fix}`} bars={answers} />
    </>
  )
}

interface BarsProps {
  readonly caption: string
  readonly bars: readonly Bar[]
  readonly children?: unknown
}

function Bars({ caption, bars, children }: BarsProps) {
  if (bars.length < 2) return null
  const longest = Math.max(...bars.map(({ ms }) => ms))
  return (
    <figure class="bars">
      <table>
        <caption>{caption}</caption>
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
      {children}
    </figure>
  )
}

/** Returns a bar for each number in the evidence, but none for asking each statement once when no text repeats, which changes nothing. */
function barsOf(evidence: Evidence, fields: readonly BarField[]): Bar[] {
  const bars = fields.flatMap((field): Bar[] => {
    const ms = evidence[field.key]
    return typeof ms === 'number' ? [{ ...field, ms }] : []
  })
  return bars.filter(({ key, ms }) => key !== 'answerMendedMs' || ms !== evidence['answerCandidateMs'])
}
