import type { ExampleSql, ReportedStatement } from '../model/report.js'
import { count, milliseconds } from '../base/numbers.js'
import { busySpans, type BusySpan } from './statement-runs.js'

/** Units of the time line's own width: anything shorter than one cannot be seen. */
const lineWidth = 1000

/** Shows when each side was busy with SQL, on one scale; the shape that costs a side the most stands out. */
export function Lanes({ sql: { legacy, candidate } }: { readonly sql: ExampleSql }) {
  const end = Math.max(...[legacy, candidate].map((side) => endOf(side ?? [])))
  return (
    <div class="bars lanes">
      <table>
        <caption>When each side was busy with SQL, from its first statement on</caption>
        <tbody>
          <Lane name="Legacy" look="legacy" statements={legacy} end={end} />
          <Lane name="Candidate" look="candidate" statements={candidate} end={end} />
        </tbody>
      </table>
    </div>
  )
}

interface LaneProps {
  readonly name: string
  readonly look: 'legacy' | 'candidate'
  readonly statements: readonly ReportedStatement[] | null
  /** Milliseconds at the right edge. */
  readonly end: number
}

function Lane({ name, look, statements, end }: LaneProps) {
  if (statements === null) return null
  const total = statements.reduce((sum, { ms }) => sum + ms, 0)
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="bar">
        <LaneLine look={look} statements={statements} end={end} />
      </td>
      <td class="n">
        {milliseconds(total)} <span class="soft">in {count(statements.length)}</span>
      </td>
    </tr>
  )
}

function LaneLine({
  look,
  statements,
  end,
}: Pick<LaneProps, 'look' | 'end'> & { readonly statements: readonly ReportedStatement[] }) {
  const unit = end === 0 ? 0 : lineWidth / end
  const spans = busySpans(statements, end / lineWidth)
  return (
    <svg class="lane" viewBox={`0 0 ${lineWidth} 10`} preserveAspectRatio="none" aria-hidden="true">
      <rect class="empty" x="0" y="0" width={lineWidth} height="10" />
      <path
        class={`${look} other`}
        d={outline(
          spans.filter(({ dearest }) => !dearest),
          unit,
          2.5,
        )}
      />
      <path
        class={look}
        d={outline(
          spans.filter(({ dearest }) => dearest),
          unit,
          0,
        )}
      />
    </svg>
  )
}

/** Draws boxes as one path: hundreds of elements would outweigh the page around them. @param inset Space above and below each box. */
function outline(spans: readonly BusySpan[], unit: number, inset: number): string {
  return spans
    .map(({ from, to }) => {
      const width = Math.max(1, tenth((to - from) * unit))
      return `M${tenth(from * unit)} ${inset}h${width}v${10 - 2 * inset}h-${width}z`
    })
    .join('')
}

/** Returns the milliseconds from a side's first statement to the end of its last. */
function endOf(statements: readonly ReportedStatement[]): number {
  return busySpans(statements, 0).reduce((end, { to }) => Math.max(end, to), 0)
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
