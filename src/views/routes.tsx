import type { Percentiles } from '../base/statistics/median.js'
import type { ReportedRoute } from '../model/report.js'
import { count, figure, times } from '../base/numbers.js'
import { Proportion } from './proportion.js'
import { RatioPlot, scaleOf, type Scale } from './ratio-plot.js'

/** Rows shown before the rest is folded into another table. */
const routesAtOnce = 40

/** Shows every route with its times on both sides and its share of the candidate's time. */
export function Routes({ routes }: { readonly routes: readonly ReportedRoute[] }) {
  const scale = scaleOf(routes)
  const rest = routes.slice(routesAtOnce)
  return (
    <section aria-labelledby="routes">
      <h2 id="routes">Routes and their times</h2>
      {routes.length === 0 ? (
        <p>No route was compared.</p>
      ) : (
        <p class="soft">
          Milliseconds until the whole answer was there. Ratio: candidate over legacy, request by request; over control
          where that is said, since a tap takes time of its own and only legacy behind one is like a candidate behind
          one. The dot is the median, the whiskers its 95 % interval, the vertical line “equally fast”. The scale is
          logarithmic, {times(scale.low)} to {times(scale.high)}.
        </p>
      )}
      {routes.length === 0 ? null : <Table routes={routes.slice(0, routesAtOnce)} scale={scale} />}
      {rest.length === 0 ? null : (
        <details>
          <summary>{count(rest.length)} more routes</summary>
          <Table routes={rest} scale={scale} />
        </details>
      )}
    </section>
  )
}

function Table({ routes, scale }: { readonly routes: readonly ReportedRoute[]; readonly scale: Scale }) {
  return (
    <div class="scroll" role="region" aria-label="Times by route" tabindex={0}>
      <table class="routes" data-sortable="">
        <thead>
          <tr>
            <Heading column={0} kind="text" name="Route" rows={2} />
            <Heading column={1} name="Pairs" rows={2} />
            <Heading column={2} name="Differ" rows={2} />
            <th class="group legacy" colspan={3} scope="colgroup">
              Legacy, ms
            </th>
            <th class="group candidate" colspan={3} scope="colgroup">
              Candidate, ms
            </th>
            <Heading column={9} name="Ratio" rows={2} />
            <Heading column={10} name="Share of candidate's time" rows={2} />
          </tr>
          <tr>
            {['p50', 'p95', 'p99', 'p50', 'p95', 'p99'].map((name, at) => (
              <Heading column={3 + at} name={name} rows={1} />
            ))}
          </tr>
        </thead>
        <tbody>
          {routes.map((route) => (
            <Row route={route} scale={scale} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface HeadingProps {
  readonly column: number
  readonly name: string
  readonly rows: number
  readonly kind?: 'text' | 'number'
}

function Heading({ column, name, rows, kind = 'number' }: HeadingProps) {
  return (
    <th scope="col" rowspan={rows} data-column={column} data-kind={kind} class={kind === 'text' ? '' : 'n'}>
      {name}
    </th>
  )
}

function Row({ route, scale }: { readonly route: ReportedRoute; readonly scale: Scale }) {
  const { ratio, comparedWith, controlMs } = route
  return (
    <tr>
      <th scope="row">
        <code>{route.route}</code>
      </th>
      <Figure label="Pairs" value={route.pairs} shown={count(route.pairs)} />
      <Figure label="Differ" value={route.mismatch} shown={count(route.mismatch)} />
      <Times leg="Legacy" look="legacy" percentiles={route.legacyMs} />
      <Times leg="Candidate" look="candidate" percentiles={route.candidateMs} />
      <td class="n plot" data-label="Ratio" data-value={ratio?.median ?? -1}>
        {ratio === null ? (
          <span class="soft">{comparedWith === null ? 'nothing like it to tell by' : 'too few to tell'}</span>
        ) : (
          <>
            <RatioPlot ratio={ratio} scale={scale} />
            <span>{times(ratio.median)}</span>
            {comparedWith === 'control' && controlMs !== null ? (
              <span class="soft"> over control, p50 {figure(controlMs.p50)}</span>
            ) : null}
          </>
        )}
      </td>
      <td class="n plot" data-label="Share of candidate's time" data-value={route.sharePercent}>
        <Proportion parts={[{ look: 'candidate', value: route.sharePercent }]} whole={100} />
        <span>{shareOf(route.sharePercent)}</span>
      </td>
    </tr>
  )
}

interface TimesProps {
  readonly leg: string
  readonly look: string
  readonly percentiles: Percentiles | null
}

function Times({ leg, look, percentiles }: TimesProps) {
  return (
    <>
      {(['p50', 'p95', 'p99'] as const).map((name) => {
        const ms = percentiles?.[name]
        const shown = ms === undefined ? '–' : figure(ms)
        return <Figure label={`${leg} ${name}`} look={look} value={ms ?? -1} shown={shown} />
      })}
    </>
  )
}

interface FigureProps {
  readonly label: string
  /** Leg that the figure belongs to, for the style sheet. */
  readonly look?: string
  /** Value to sort by; -1 when nothing is known. */
  readonly value: number
  readonly shown: string
}

function Figure({ label, look, value, shown }: FigureProps) {
  return (
    <td class={look === undefined ? 'n' : `n ${look}`} data-label={label} data-value={value}>
      {shown}
    </td>
  )
}

function shareOf(share: number): string {
  return `${share >= 10 || share === 0 ? String(Math.round(share)) : share.toFixed(1)} %`
}
