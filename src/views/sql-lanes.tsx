import type { ExampleSql, ReportedStatement } from '../model/report.js'
import { count, milliseconds } from './numbers.js'
import { busySpans } from './statement-runs.js'

/** Units of the time line's own width: what is shorter than one cannot be seen. */
const lineWidth = 1000

/** When either side was busy with SQL, on one scale; the shape that costs a side the most stands out. */
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
      {spans.map(({ from, to, dearest }) => (
        <rect
          class={dearest ? look : `${look} other`}
          x={tenth(from * unit)}
          y={dearest ? 0 : 2.5}
          width={Math.max(1, tenth((to - from) * unit))}
          height={dearest ? 10 : 5}
        />
      ))}
    </svg>
  )
}

/** Milliseconds from a side's first statement to the end of its last. */
function endOf(statements: readonly ReportedStatement[]): number {
  return busySpans(statements, 0).reduce((end, { to }) => Math.max(end, to), 0)
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
