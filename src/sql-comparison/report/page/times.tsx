import type { SqlClassTime } from '../../report-model.js'
import { count, figure, times as timesAs } from '../../../base/numbers.js'
import { RatioPlot, scaleOf, type Scale } from '../../../views/ratio-plot.js'

const maxShapeLength = 160

/** Shows where the candidate spends its time, and how that compares with legacy. */
export function Times({ times }: { readonly times: readonly SqlClassTime[] }) {
  if (times.length === 0) return null
  const scale = scaleOf(times)
  return (
    <section aria-labelledby="times">
      <h2 id="times">Times, the most costly first</h2>
      <div class="scroll">
        <table class="routes" data-sortable="">
          <thead>
            <tr>
              <Heading column={0} kind="text" text="Statement" />
              <Heading column={1} text="Asked" />
              <Heading column={2} text="Legacy p50 ms" />
              <Heading column={3} text="p95" />
              <Heading column={4} text="Candidate p50 ms" />
              <Heading column={5} text="p95" />
              <Heading column={6} text="Candidate : legacy, 95 %" />
              <Heading column={7} text="Share of time" />
            </tr>
          </thead>
          <tbody>
            {times.map((each) => (
              <Row of={each} scale={scale} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

interface HeadingProps {
  readonly column: number
  readonly text: string
  readonly kind?: 'text'
}

function Heading({ column, text, kind }: HeadingProps) {
  return (
    <th scope="col" class={kind === 'text' ? '' : 'n'} data-column={column} data-kind={kind ?? 'number'}>
      {text}
    </th>
  )
}

function Row({ of, scale }: { readonly of: SqlClassTime; readonly scale: Scale }) {
  const { shape, statements, legacyMs, candidateMs, ratio, sharePercent } = of
  return (
    <tr>
      <th scope="row">
        <code>{shape.length > maxShapeLength ? `${shape.slice(0, maxShapeLength)}…` : shape}</code>
      </th>
      <Figure label="Asked" value={statements} text={count(statements)} />
      <Figure label="Legacy p50 ms" value={legacyMs.p50} text={figure(legacyMs.p50)} />
      <Figure label="Legacy p95 ms" value={legacyMs.p95} text={figure(legacyMs.p95)} />
      <Figure label="Candidate p50 ms" value={candidateMs.p50} text={figure(candidateMs.p50)} />
      <Figure label="Candidate p95 ms" value={candidateMs.p95} text={figure(candidateMs.p95)} />
      <td class="plot" data-label="Candidate : legacy" data-value={ratio?.median ?? 0}>
        {ratio === null ? (
          <span class="soft">too few</span>
        ) : (
          <>
            <RatioPlot ratio={ratio} scale={scale} /> <span class="n">{timesAs(ratio.median)}</span>
          </>
        )}
      </td>
      <Figure label="Share of time" value={sharePercent} text={`${sharePercent} %`} />
    </tr>
  )
}

function Figure({ label, value, text }: { readonly label: string; readonly value: number; readonly text: string }) {
  return (
    <td class="n" data-label={label} data-value={value}>
      {text}
    </td>
  )
}
