import { isOpen, severities, type Severity } from '../../model/finding.js'
import { fitsPattern } from '../../base/pattern.js'
import type { GateCheck, ReportedFinding, UngatedReport } from '../../model/report.js'
import type { RunNote } from '../../model/run.js'
import type { GateSettings } from './settings.js'
import { ratioReasons } from './ratios.js'
import { counted } from '../../base/numbers.js'
import { shortened } from '../../base/shortened.js'
import { whyNotWhole } from '../../model/whole.js'

/** Max names in a sentence; the report holds the rest. */
const maxNames = 3
const maxTitleLength = 100

/** Applies every rule that is set to the run. */
export function checksOf(report: UngatedReport, settings: GateSettings): GateCheck[] {
  const open = report.findings.filter(isOpen)
  return [
    { rule: 'compared', reasons: comparedReasons(report), findings: [] },
    ...replayChecks(report),
    ...severities.flatMap((severity) => severityCheck(severity, open, settings)),
    ...unexplainedCheck(open, settings),
    ...(settings.ratios.length === 0
      ? []
      : [{ rule: 'ratios', reasons: ratioReasons(report.routes, settings.ratios), findings: [] } as const]),
    ...coverageChecks(report, settings),
  ]
}

function comparedReasons({ totals }: UngatedReport): string[] {
  if (totals.compared > 0) return []
  const why = countsOf({ ...totals.notMirrored, ...totals.incomparable })
  const next = why === '' ? 'No request came.' : `What became of them: ${why}.`
  return [`Nothing was compared: there is no proof either way. ${next}`]
}

/** True when the end is known beforehand: a replay knows what it replays, while a shadow lasts until somebody ends it. */
export function promisesAnEnd({ run }: Pick<UngatedReport, 'run'>): boolean {
  return run.kind === 'replay'
}

/**
 * Checks that everything was replayed, that the candidate answered to the end, and that it met the scenarios' expectations. A shadow has
 * no such checks: its users expect nothing of the candidate.
 */
function replayChecks({ run, notes }: UngatedReport): GateCheck[] {
  if (!promisesAnEnd({ run })) return []
  const sentences = (wanted: RunNote['kind']): string[] =>
    notes.filter(({ kind }) => kind === wanted).map(({ sentence }) => sentence)
  return [
    { rule: 'whole', reasons: whyNotWhole({ run, notes }), findings: [] },
    { rule: 'answering', reasons: sentences('gone'), findings: [] },
    { rule: 'expectations', reasons: sentences('unmet'), findings: [] },
  ]
}

function severityCheck(
  severity: Severity,
  open: readonly ReportedFinding[],
  { max: { [severity]: max } }: GateSettings,
): GateCheck[] {
  if (max === undefined) return []
  const those = open.filter((finding) => finding.severity === severity)
  const reason = `${counted(those.length, `${severity} finding`)}, ${provenOf(those)}, and ${allowed(max)} (gate.max.${severity}): ${named(those)}`
  return [{ rule: severity, reasons: those.length > max ? [reason] : [], findings: idsOf(those) }]
}

function unexplainedCheck(open: readonly ReportedFinding[], { unexplained: max }: GateSettings): GateCheck[] {
  if (max === undefined) return []
  const those = open.filter(({ cause }) => cause === 'unexplained')
  const reason = `${counted(those.length, 'finding')} without an explanation, and ${allowed(max)} (gate.unexplained): ${named(those)}`
  return [{ rule: 'unexplained', reasons: those.length > max ? [reason] : [], findings: idsOf(those) }]
}

function coverageChecks({ totals, routes, routesNotCompared }: UngatedReport, { coverage }: GateSettings): GateCheck[] {
  const compared = routes.map(({ route }) => route)
  const known = compared.length + routesNotCompared.length
  const expected = coverage.expect
    .filter((pattern) => !compared.some((route) => fitsPattern(pattern, route)))
    .map((pattern) => `${pattern} was expected, and no pair of it was compared (gate.coverage.expect).`)
  const lost = countsOf(totals.incomparable)
  const checks: { rule: GateCheck['rule']; set: boolean; reasons: string[] }[] = [
    {
      rule: 'routes',
      set: coverage.routes !== undefined,
      reasons: tooLittle(compared.length, known, coverage.routes)
        ? [
            `${compared.length} of ${counted(known, 'route')} compared, and ${percent(coverage.routes)} is the least (gate.coverage.routes). ` +
              `Not compared: ${firstOf(routesNotCompared)}.`,
          ]
        : [],
    },
    { rule: 'expected-routes', set: coverage.expect.length > 0, reasons: expected },
    {
      rule: 'pairs',
      set: coverage.pairs !== undefined,
      reasons: tooLittle(totals.compared, totals.mirrored, coverage.pairs)
        ? [
            `${totals.compared} of ${counted(totals.mirrored, 'mirrored request')} compared, and ${percent(coverage.pairs)} is the least ` +
              `(gate.coverage.pairs). Lost: ${lost}.`,
          ]
        : [],
    },
  ]
  return checks.filter(({ set }) => set).map(({ rule, reasons }) => ({ rule, reasons, findings: [] }))
}

/** True when the share is below the least. A whole of zero passes: that nothing was compared is a rule of its own. */
function tooLittle(part: number, whole: number, least = 0): boolean {
  return whole > 0 && part / whole < least
}

function provenOf(findings: readonly ReportedFinding[]): string {
  const proven = findings.filter(({ proof }) => proof !== 'none').length
  if (findings.length === 1) return proven === 1 ? 'proven' : 'not proven'
  return `${proven} of them proven`
}

/** Lists the first titles, as the end of a sentence. */
function named(findings: readonly ReportedFinding[]): string {
  const text = firstOf(
    findings.map(({ title }) => shortened(title, maxTitleLength)),
    '; ',
  )
  return text.endsWith('…') ? text : `${text}.`
}

function firstOf(names: readonly string[], separator = ', '): string {
  const rest = names.length - maxNames
  return [...names.slice(0, maxNames), ...(rest > 0 ? [`and ${rest} more`] : [])].join(separator)
}

function countsOf(counts: Readonly<Record<string, number | undefined>>): string {
  return Object.entries(counts)
    .map(([reason, n]) => `${reason} ${n ?? 0}`)
    .join(', ')
}

function allowed(max: number): string {
  if (max === 0) return 'none is allowed'
  return max === 1 ? '1 is allowed' : `${max} are allowed`
}

function percent(share = 0): string {
  return `${Math.round(share * 1000) / 10} %`
}

function idsOf(findings: readonly ReportedFinding[]): string[] {
  return findings.map(({ id }) => id)
}
