import { entries, entryOf } from '../knowledge/registry.js'
import type { Entry } from '../knowledge/entry.js'
import { gateStatus, whyUnanswered } from '../diagnose/gate/gate.js'
import type { Severity } from '../model/finding.js'
import type { ReportedFinding, RunReport } from '../model/report.js'
import { whyNotWhole } from '../model/whole.js'
import type { RenderOptions, ReportFormat } from './format.js'
import { oneLine, paragraphOf, seenOf, titleOf } from './plain.js'
import { sourcePlaceOf, uriOf } from './source-place.js'

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
const version = '2.1.0'

/** Most routes of a finding that its result names. */
const maxRoutes = 50

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  major: 'error',
  minor: 'warning',
  info: 'note',
}

/**
 * SARIF 2.1.0 (OASIS): a rule for each cause, and a result for each finding, at its PHP file and line if the evidence has them. An accepted
 * finding is a suppressed result. Findings that the baseline counts as fixed are in the run's properties, because code scanning shows
 * absent results as alerts.
 */
export const sarif: ReportFormat = {
  name: 'sarif',
  extension: 'sarif',
  render: (report, options = {}) => {
    const rules = rulesOf(report)
    const indexes = new Map(rules.map(({ id }, index) => [id, index]))
    const log = {
      $schema: schema,
      version,
      runs: [
        {
          tool: { driver: driverOf(report, rules, options) },
          automationDetails: { id: `sosie/${report.run.kind}/` },
          invocations: [invocationOf(report)],
          columnKind: 'utf16CodeUnits',
          ...(options.sourceRoot === undefined ? {} : { originalUriBaseIds: { SOURCEROOT: sourceRootText } }),
          results: report.findings.map((finding) =>
            resultOf(finding, indexes.get(finding.cause) ?? 0, report, options),
          ),
          properties: propertiesOf(report),
        },
      ],
    }
    return `${JSON.stringify(log, null, 2)}\n`
  },
}

const sourceRootText = { description: { text: 'The folder of the repository.' } }

/** A cause of the catalogue, or of an older catalogue, in which case only its id is known. */
type Rule = Pick<Entry, 'id'> & Partial<Entry>

function rulesOf({ findings }: RunReport): Rule[] {
  const strangers = new Set(findings.map(({ cause }) => cause).filter((id) => entryOf(id) === undefined))
  return [...entries, ...[...strangers].map((id) => ({ id }))]
}

function driverOf({ run }: RunReport, rules: readonly Rule[], { docs }: RenderOptions): object {
  const { sosie } = run.versions
  return {
    name: 'Sosie',
    ...(sosie === undefined ? {} : { version: sosie }),
    rules: rules.map((rule) => ruleOf(rule, docs)),
  }
}

function ruleOf({ id, name = id, before, after, known, fix, source, severity = 'major' }: Rule, docs?: string): object {
  const told = before !== undefined && after !== undefined
  const full = told ? `Before: ${before}. After: ${after}.` : `The cause ${id}.`
  const help = [
    full,
    ...(known === undefined ? [] : [`How it is known: ${known}`]),
    ...(fix === undefined ? [] : [`Fix it: ${fix}`]),
  ]
  if (source !== undefined && source !== 'none') help.push(`Source: ${source}`)
  return {
    id,
    shortDescription: { text: name },
    fullDescription: { text: full },
    help: { text: help.join('\n'), markdown: `**${name}**\n\n${help.join('\n\n')}` },
    ...(docs === undefined || !told ? {} : { helpUri: `${docs.replace(/\/+$/, '')}/causes.md#${id}` }),
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: ['migration', id.split('-')[0] ?? id], 'problem.severity': problemSeverity[levels[severity]] },
  }
}

/** Names of the levels in GitHub's code scanning. */
const problemSeverity = { error: 'error', warning: 'warning', note: 'recommendation' } as const

const statusWords = { 0: 'the gate passed', 1: 'the gate failed', 3: 'there is no proof either way' } as const

function invocationOf(report: RunReport): object {
  const { run, gate } = report
  const { startedAt, endedAt } = run
  const notifications = [
    ...gate.reasons.map((text) => notification('error', text)),
    ...whyNotWhole(report)
      .filter((text) => !gate.reasons.includes(text))
      .map((text) => notification('warning', text)),
  ]
  return {
    executionSuccessful: whyUnanswered(gate).length === 0,
    startTimeUtc: startedAt,
    ...(endedAt === null ? {} : { endTimeUtc: endedAt }),
    exitCode: gateStatus(report),
    exitCodeDescription: statusWords[gateStatus(report)],
    ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
  }
}

function notification(level: 'error' | 'warning', text: string): object {
  return { level, message: { text: oneLine(text) } }
}

function resultOf(finding: ReportedFinding, ruleIndex: number, report: RunReport, options: RenderOptions): object {
  const { id, cause, severity, proof, count, routes, clients, firstSeen, lastSeen } = finding
  const state = baselineStateOf(finding, report)
  return {
    ruleId: cause,
    ruleIndex,
    level: levels[severity],
    message: { text: paragraphOf(finding) },
    locations: [locationOf(finding, options)],
    // GitHub recognizes a result from run to run only by the second one.
    partialFingerprints: { 'sosieFinding/v1': id, primaryLocationLineHash: `${id}:1` },
    ...(state === undefined ? {} : { baselineState: state }),
    ...suppressionsOf(finding),
    occurrenceCount: Math.max(1, count),
    properties: {
      title: titleOf(finding),
      severity,
      proof,
      seen: seenOf(finding),
      routes: routes.length,
      clients: clients.length,
      firstSeen,
      lastSeen,
    },
  }
}

function locationOf(finding: ReportedFinding, options: RenderOptions): object {
  const place = sourcePlaceOf(finding, options)
  const names = new Set(finding.routes.slice(0, maxRoutes).map(({ route }) => oneLine(route)))
  const logicalLocations = [...names].map((name) => ({ name, fullyQualifiedName: name, kind: 'resource' }))
  return {
    ...(place === undefined
      ? {}
      : {
          physicalLocation: {
            artifactLocation: {
              uri: uriOf(place),
              ...(place.inside && options.sourceRoot !== undefined ? { uriBaseId: 'SOURCEROOT' } : {}),
            },
            region: { startLine: place.line },
          },
        }),
    ...(logicalLocations.length === 0 ? {} : { logicalLocations }),
  }
}

function baselineStateOf({ id }: ReportedFinding, { baseline }: RunReport): 'new' | 'unchanged' | undefined {
  if (baseline === undefined) return undefined
  return baseline.accepted.includes(id) || baseline.expired.includes(id) ? 'unchanged' : 'new'
}

function suppressionsOf({ state, acceptance }: ReportedFinding): object {
  if (state !== 'accepted') return {}
  const justification = acceptance === undefined ? 'accepted by a person' : oneLine(acceptance.reason)
  return { suppressions: [{ kind: 'external', status: 'accepted', justification }] }
}

function propertiesOf({ run, totals, gate, baseline }: RunReport): object {
  return {
    run: run.id,
    legacy: run.legacy,
    candidate: run.candidate,
    compared: totals.compared,
    mismatch: totals.mismatch,
    passed: gate.passed,
    ...(baseline === undefined
      ? {}
      : { fixed: baseline.fixed.map(({ id }) => id), notCovered: baseline.notCovered.map(({ id }) => id) }),
  }
}
