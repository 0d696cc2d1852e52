import { causes } from '../knowledge/registry.js'
import { isRuleOfProof } from '../diagnose/gate/gate.js'
import type { ReportedFinding, RunReport } from '../model/report.js'
import { isOpen } from '../model/finding.js'
import { whyNotWhole } from '../model/whole.js'
import { decisionWords } from '../views/decision-words.js'
import { acceptanceInWords } from '../views/finding-words.js'
import type { ReportFormat } from './format.js'
import { oneLine, paragraphOf, titleOf } from './plain.js'
import { xmlDocument, type Element } from './xml.js'

interface TestCase {
  readonly classname: string
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'error' | 'skipped'
  /** First thing to read; of a failure or an error. */
  readonly message?: string
  readonly text?: string
  readonly seconds?: number
}

/**
 * A test suite for the run: a test case for each rule of the gate, and for each route and cause of the catalogue, including those that
 * passed, so that a trend recognizes them from run to run. A case fails only if the gate fails because of it; a lack of proof either way is
 * an error.
 */
export const junit: ReportFormat = {
  name: 'junit',
  extension: 'xml',
  render: (report) => {
    const cases = [...routeCases(report), ...gateCases(report)]
    const { run } = report
    const counts = {
      tests: cases.length,
      failures: cases.filter(({ outcome }) => outcome === 'failed').length,
      errors: cases.filter(({ outcome }) => outcome === 'error').length,
    }
    const suite: Element = {
      name: 'testsuite',
      attributes: {
        name: `sosie ${run.kind} ${run.id}`,
        ...counts,
        skipped: cases.filter(({ outcome }) => outcome === 'skipped').length,
        time: secondsOf(run),
        timestamp: run.startedAt.replace(/(?:\.\d+)?Z$/, ''),
      },
      children: [{ name: 'properties', children: propertiesOf(report) }, ...cases.map(elementOf)],
    }
    return xmlDocument({ name: 'testsuites', attributes: { name: 'sosie', ...counts }, children: [suite] })
  },
}

function propertiesOf(report: RunReport): Element[] {
  const { legacy, candidate } = report.run
  const { verdict, sentence } = decisionWords(report)
  const missing = whyNotWhole(report).map(oneLine)
  const whole = missing.length === 0 ? 'yes' : missing.join(' ')
  const values = { legacy, candidate, verdict: `${verdict}: ${sentence}`, whole }
  return Object.entries(values).map(([name, value]) => ({ name: 'property', attributes: { name, value } }))
}

function routeCases(report: RunReport): TestCase[] {
  const { routes, routesNotCompared, findings, gate } = report
  const failing = new Set(gate.checks.filter(({ reasons }) => reasons.length > 0).flatMap((check) => check.findings))
  const known = new Set([...causes.map(({ id }) => id), ...findings.map(({ cause }) => cause)])
  const compared = new Set(routes.map(({ route }) => route))
  const shown = findings.flatMap((finding) => finding.routes.map(({ route }) => route))
  const seconds = new Map(routes.map(({ route, candidateMs }) => [route, (candidateMs?.p50 ?? 0) / 1000]))
  return [
    ...[...new Set([...compared, ...shown])].flatMap((route) => [
      { classname: route, name: 'compared', outcome: 'passed', seconds: seconds.get(route) ?? 0 } as const,
      ...[...known].map((cause) => causeCase(route, cause, findingsAt(report, route, cause), failing)),
    ]),
    ...routesNotCompared.map(
      (route) =>
        ({
          classname: route,
          name: 'compared',
          outcome: 'skipped',
          text: 'No pair of this route could be compared.',
        }) as const,
    ),
  ]
}

function findingsAt({ findings }: RunReport, route: string, cause: string): ReportedFinding[] {
  return findings.filter((finding) => finding.cause === cause && finding.routes.some((each) => each.route === route))
}

function causeCase(
  route: string,
  cause: string,
  findings: readonly ReportedFinding[],
  failing: ReadonlySet<string>,
): TestCase {
  const place = { classname: route, name: cause }
  const failed = findings.filter(({ id }) => failing.has(id))
  const [worst] = failed
  if (worst !== undefined) {
    const more = failed.length === 1 ? '' : `; and ${failed.length - 1} more`
    return { ...place, outcome: 'failed', message: `${titleOf(worst)}${more}`, text: failureText(failed) }
  }
  if (findings.length === 0) return { ...place, outcome: 'passed' }
  const open = findings.filter(isOpen)
  if (open.length > 0)
    return { ...place, outcome: 'passed', text: `Within the limits of the gate:\n${failureText(open)}` }
  return { ...place, outcome: 'skipped', text: findings.map(whySkipped).join('\n') }
}

function whySkipped(finding: ReportedFinding): string {
  const { state, acceptance } = finding
  if (acceptance === undefined) return `${titleOf(finding)}: ${state} by a person.`
  return `${titleOf(finding)}: accepted ${oneLine(acceptanceInWords(acceptance))}`
}

function failureText(findings: readonly ReportedFinding[]): string {
  return findings.map(paragraphOf).join('\n\n')
}

function gateCases({ gate }: RunReport): TestCase[] {
  return gate.checks.map((check) => {
    const { rule, reasons } = check
    const [first] = reasons
    const place = { classname: 'gate', name: rule }
    if (first === undefined) return { ...place, outcome: 'passed' }
    const outcome = isRuleOfProof(check) ? 'error' : 'failed'
    return { ...place, outcome, message: oneLine(first), text: reasons.map(oneLine).join('\n') }
  })
}

function elementOf({ classname, name, outcome, message, text, seconds = 0 }: TestCase): Element {
  const attributes = { classname: oneLine(classname), name, time: seconds.toFixed(3) }
  return { name: 'testcase', attributes, children: outcomeOf(outcome, message, text) }
}

/** Writes the reason for a skip as text, because older schemas know no message attribute for it. */
function outcomeOf(outcome: TestCase['outcome'], message: string | undefined, text: string | undefined): Element[] {
  const children = text === undefined ? [] : [text]
  switch (outcome) {
    case 'failed':
      return [{ name: 'failure', attributes: { type: 'regression', message }, children }]
    case 'error':
      return [{ name: 'error', attributes: { type: 'no-proof', message }, children }]
    case 'skipped':
      return [{ name: 'skipped', children }]
    case 'passed':
      return text === undefined ? [] : [{ name: 'system-out', children }]
  }
}

function secondsOf({ startedAt, endedAt }: RunReport['run']): string {
  return endedAt === null ? '0' : ((Date.parse(endedAt) - Date.parse(startedAt)) / 1000).toFixed(3)
}
