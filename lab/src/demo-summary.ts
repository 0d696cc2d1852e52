/** The part of reports/demo.json that the demo prints at its end. */
export interface DemoReport {
  readonly totals: Readonly<Record<'requests' | 'mirrored' | 'compared' | 'match' | 'noise' | 'mismatch', number>> & {
    readonly notMirrored: Readonly<Record<string, number>>
    readonly incomparable: Readonly<Record<string, number>>
  }
  readonly gate: { readonly passed: boolean; readonly reasons: readonly string[] }
  readonly findings: readonly {
    readonly cause: string
    readonly severity: string
    readonly proof: string
    readonly title: string
    readonly count: number
    readonly routes: readonly { readonly route: string }[]
  }[]
}

/** Returns the result as text with a table that fits a terminal. */
export function summaryOf({ totals, gate, findings }: DemoReport): string {
  const widths = [9, 12, 24, 6]
  const row = (cells: readonly string[]): string =>
    cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' ')
  const named = findings.map(({ severity, proof, cause, count, title, routes }) =>
    row([
      severity,
      proof === 'none' ? 'not proven' : 'proven',
      cause,
      String(count),
      `${title}${more(routes.length)}`.slice(0, 90),
    ]),
  )
  return [
    '',
    `${totals.requests} requests, all answered by legacy; ${totals.mirrored} mirrored, ${totals.compared} compared.`,
    `${totals.match} match, ${totals.noise} noise, ${totals.mismatch} mismatch; not mirrored: ${reasons(totals.notMirrored)}; incomparable: ${reasons(totals.incomparable)}.`,
    '',
    row(['severity', 'proof', 'cause', 'times', 'what']),
    ...named,
    '',
    gate.passed ? 'Go.' : `No-go: ${gate.reasons.join(' ')}`,
  ].join('\n')
}

function more(routes: number): string {
  return routes > 1 ? ` (${routes} routes)` : ''
}

function reasons(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([reason, n]) => `${n} ${reason}`)
  return parts.length === 0 ? 'none' : parts.join(', ')
}
