import type { ReportedRoute } from '../model/report.js'
import { times } from '../base/numbers.js'

type Ratio = NonNullable<ReportedRoute['ratio']>

const width = 170
const height = 18
/** Room at either end, for half a dot. */
const margin = 6

/** Common logarithmic scale of a table's plots: twice as slow is as far from 1 as twice as fast. */
export interface Scale {
  readonly low: number
  readonly high: number
}

/** Returns a scale from the lowest to the highest end of any interval, and at least from half to double. */
export function scaleOf(routes: readonly Pick<ReportedRoute, 'ratio'>[]): Scale {
  const ratios = routes.flatMap(({ ratio }) => (ratio === null || ratio.low <= 0 ? [] : [ratio]))
  return {
    low: Math.min(0.5, ...ratios.map(({ low }) => low)),
    high: Math.max(2, ...ratios.map(({ high }) => high)),
  }
}

/** Draws a dot at the median, whiskers to the ends of the interval, and a line where both stacks are equally fast. */
export function RatioPlot({ ratio, scale }: { readonly ratio: Ratio; readonly scale: Scale }) {
  const at = (value: number): number => positionOf(value, scale)
  const words = `${times(ratio.median)}, between ${times(ratio.low)} and ${times(ratio.high)}`
  const middle = height / 2
  return (
    <svg class="ratio" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words}>
      <line class="equal" x1={at(1)} x2={at(1)} y1="0" y2={height} />
      <line class="whisker" x1={at(ratio.low)} x2={at(ratio.high)} y1={middle} y2={middle} />
      <line class="whisker" x1={at(ratio.low)} x2={at(ratio.low)} y1={middle - 4} y2={middle + 4} />
      <line class="whisker" x1={at(ratio.high)} x2={at(ratio.high)} y1={middle - 4} y2={middle + 4} />
      <circle
        class={ratio.low > 1 ? 'slower' : ratio.high < 1 ? 'faster' : 'even'}
        cx={at(ratio.median)}
        cy={middle}
        r="4.5"
      />
    </svg>
  )
}

function positionOf(value: number, { low, high }: Scale): number {
  const share = Math.log(Math.min(high, Math.max(low, value)) / low) / Math.log(high / low)
  return Math.round((margin + share * (width - 2 * margin)) * 10) / 10
}
