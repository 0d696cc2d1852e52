import type { ReportedFinding } from '../model/report.js'

/** Max rows that one example may draw; further rows are only counted. */
export interface ExampleRoom {
  /** Rows of its SQL. */
  readonly statements: number
  /** Rows of its bodies. */
  readonly lines: number
}

/** Rows that all examples of a page may draw together: a report of fifty findings must open on a phone and fit into an email. */
const ofPage: ExampleRoom = { statements: 800, lines: 2400 }
const least: ExampleRoom = { statements: 14, lines: 40 }
const max: ExampleRoom = { statements: 200, lines: 160 }

/** How a page draws the examples of its findings: each pair once. */
export interface DrawnExamples {
  /** Finding under which a pair is drawn, by the pair's id: the first that shows it. */
  readonly holders: ReadonlyMap<string, ReportedFinding>
  readonly room: ExampleRoom
}

/** Decides where each pair is drawn, and with how many rows. @param findings In the order of the page. */
export function drawnExamples(findings: readonly ReportedFinding[]): DrawnExamples {
  const holders = new Map<string, ReportedFinding>()
  for (const finding of findings)
    if (finding.example !== undefined && !holders.has(finding.example.id)) holders.set(finding.example.id, finding)
  return { holders, room: roomFor(holders.size) }
}

/** Returns each example's equal share of the page's rows. */
function roomFor(examples: number): ExampleRoom {
  const share = (of: keyof ExampleRoom): number =>
    Math.max(least[of], Math.min(max[of], Math.floor(ofPage[of] / Math.max(1, examples))))
  return { statements: share('statements'), lines: share('lines') }
}
