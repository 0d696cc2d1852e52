import type { SqlClass, SqlReport } from '../sql-comparison/report-model.js'
import { kindWords } from '../sql-comparison/report/page/words.js'

/** Maximum classes listed in a terminal; a report contains all. */
const listed = 10
const maxShapeLength = 100

/** Summarizes a finished comparison for a person. */
export function summaryOfSql({ totals, ended, gate, classes, notes }: SqlReport): string {
  const left = Object.entries(totals.notCompared).map(([reason, n]) => `${reason} ${n}`)
  const harmful = classes.filter(({ severity }) => severity !== 'info')
  const rate = Math.round(totals.compared / Math.max(totals.seconds, 0.01))
  return [
    ...(ended.sentence === undefined ? [] : [ended.sentence]),
    `${totals.statements} statements read, ${totals.compared} compared in ${totals.seconds} s (${rate}/s); not compared: ${left.length === 0 ? 'none' : left.join(', ')}.`,
    `${totals.same} the same, ${totals.noise} differ harmlessly, ${totals.different} differ.`,
    ...harmful.slice(0, listed).map(lineOf),
    ...(harmful.length > listed
      ? [`… and ${harmful.length - listed} classes more: see --html, --markdown or --json.`]
      : []),
    ...notes.map((note) => `Note: ${note}`),
    gate.passed ? 'Go: nothing that matters is different.' : `No-go: ${gate.reasons.join(' ')}`,
  ].join('\n')
}

function lineOf({ severity, shape, differences }: SqlClass): string {
  const [worst] = differences
  const cause = worst?.cause === undefined ? '' : ` [${worst.cause}]`
  const text = shape.length > maxShapeLength ? `${shape.slice(0, maxShapeLength)}…` : shape
  const what = worst === undefined ? '' : `${worst.count} × ${kindWords[worst.kind]}: ${worst.detail}`
  return `  ${severity.padEnd(8)} ${what}${cause}\n             ${text}`
}
