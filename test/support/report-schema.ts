import { z } from 'zod'
import { differenceKinds, differenceParts } from '../../src/model/difference.js'
import { severities } from '../../src/model/finding.js'
import type { RunReport } from '../../src/model/report.js'
import { incomparableReasons, notMirroredReasons } from '../../src/model/pair.js'

/**
 * The report as JSON, schema 1, from which docs/report.schema.json is written. The compiler holds it against `RunReport` in both
 * directions, see the end. Objects are loose: fields may be added within schema 1.
 */
const count = z.int().min(0)
const ms = z.number().min(0)
const instant = z.iso.datetime()
const day = z.iso.date()
const text = z.string()
const texts = z.array(text).readonly()
/** An optional field that may be given as undefined by nobody: what `exactOptionalPropertyTypes` means. */
const optional = <T extends z.ZodType>(type: T) => z.exactOptional(type)

const percentiles = z.looseObject({ p50: ms, p95: ms, p99: ms }).readonly()
const evidence = z.record(text, z.union([text, z.number(), z.boolean(), z.null(), texts])).readonly()
const difference = z
  .looseObject({
    part: z.enum(differenceParts),
    kind: z.enum(differenceKinds),
    path: text,
    legacy: optional(text),
    candidate: optional(text),
  })
  .readonly()
const side = z
  .looseObject({
    status: z.int().nullable(),
    failure: optional(text),
    ms,
    size: count,
    text: text.nullable(),
    log: texts,
    statements: count,
  })
  .readonly()
const statements = z
  .array(
    z
      .looseObject({
        sql: text,
        digest: text,
        startMs: ms.nullable(),
        ms,
        rows: count,
        affected: count,
        warnings: count,
        errno: z.int().nullable(),
      })
      .readonly(),
  )
  .readonly()
const exampleSql = z
  .looseObject({
    seenOn: z.enum(['legacy', 'control']),
    legacy: statements.nullable(),
    candidate: statements.nullable(),
    leftOut: z.looseObject({ legacy: count, candidate: count }).readonly(),
  })
  .readonly()
const example = z
  .looseObject({
    id: text,
    route: text,
    target: text,
    differences: z.array(difference).readonly(),
    legacy: side,
    candidate: side,
    sql: optional(exampleSql),
  })
  .readonly()
const acceptance = z
  .looseObject({
    by: z.enum(['baseline', 'configuration']),
    reason: text,
    author: optional(text),
    expires: optional(day),
  })
  .readonly()
const severity = z.enum(severities)
const finding = z
  .looseObject({
    id: text,
    cause: text,
    signature: text,
    severity,
    state: z.enum(['new', 'accepted']),
    acceptance: optional(acceptance),
    proof: z.enum(['signature', 'log', 'measured', 'probe', 'none']),
    title: text,
    routes: z.array(z.looseObject({ route: text, count }).readonly()).readonly(),
    clients: z.array(z.looseObject({ client: text, count }).readonly()).readonly(),
    count,
    followedBy: optional(z.array(z.looseObject({ route: text, way: text, count }).readonly()).readonly()),
    firstSeen: instant,
    lastSeen: instant,
    evidence,
    fix: text,
    examples: texts,
    example: optional(example),
    exampleIn: optional(text),
    scenario: optional(z.looseObject({ file: text, line: optional(z.int().min(1)) }).readonly()),
  })
  .readonly()
const withdrawn = z
  .looseObject({ id: text, cause: text, severity, title: text, reason: text, instead: optional(text) })
  .readonly()
const entry = z
  .looseObject({ id: text, cause: text, title: text, routes: texts, reason: text, author: text, expires: day })
  .readonly()
const entries = z.array(entry).readonly()
const rule = z.enum([
  'compared',
  'whole',
  'answering',
  'expectations',
  ...severities,
  'unexplained',
  'ratios',
  'routes',
  'expected-routes',
  'pairs',
])
const route = z
  .looseObject({
    route: text,
    pairs: count,
    mismatch: count,
    legacyMs: percentiles.nullable(),
    candidateMs: percentiles.nullable(),
    controlMs: percentiles.nullable(),
    ratio: z.looseObject({ median: ms, low: ms, high: ms }).readonly().nullable(),
    comparedWith: z.enum(['legacy', 'control']).nullable(),
    sharePercent: z.number().min(0).max(100),
  })
  .readonly()
const disagreed = z.looseObject({ pairs: count, lowPercent: z.number(), highPercent: z.number() }).readonly()

const place = z
  .looseObject({
    route: text,
    part: z.enum(differenceParts),
    kind: z.enum(differenceKinds),
    path: text,
    differences: count,
    legacy: text.nullable(),
    candidate: text.nullable(),
    disagreed: optional(z.looseObject({ pairs: count, candidate: disagreed, control: disagreed }).readonly()),
  })
  .readonly()

export const reportSchema = z
  .looseObject({
    schema: z.literal(1),
    run: z
      .looseObject({
        id: text,
        kind: z.enum(['shadow', 'replay', 'sql']),
        startedAt: instant,
        endedAt: instant.nullable(),
        legacy: text,
        candidate: text,
        control: text.nullable(),
        versions: z.record(text, text).readonly(),
      })
      .readonly(),
    totals: z
      .looseObject({
        requests: count,
        mirrored: count,
        notMirrored: z.partialRecord(z.enum(notMirroredReasons), count).readonly(),
        compared: count,
        incomparable: z.partialRecord(z.enum(incomparableReasons), count).readonly(),
        match: count,
        noise: count,
        mismatch: count,
        unsettled: count,
      })
      .readonly(),
    controlLoad: optional(z.looseObject({ asked: count, ms, leftOut: count }).readonly()),
    notes: z
      .array(z.looseObject({ kind: z.enum(['unmet', 'partial', 'gone', 'data', 'time']), sentence: text }).readonly())
      .readonly(),
    liveTap: optional(
      z.looseObject({ exact: count, ambiguous: count, attributed: count, statements: count }).readonly(),
    ),
    gate: z
      .looseObject({
        passed: z.boolean(),
        reasons: texts,
        checks: z.array(z.looseObject({ rule, reasons: texts, findings: texts }).readonly()).readonly(),
        remarks: texts,
      })
      .readonly(),
    baseline: optional(
      z.looseObject({ new: texts, accepted: texts, expired: texts, fixed: entries, notCovered: entries }).readonly(),
    ),
    findings: z.array(finding).readonly(),
    withdrawn: z.array(withdrawn).readonly(),
    noise: z
      .array(
        z
          .looseObject({
            source: text,
            differences: count,
            pairs: count,
            routes: count,
            places: z.array(place).readonly(),
          })
          .readonly(),
      )
      .readonly(),
    noiseWarnings: texts,
    routes: z.array(route).readonly(),
    routesNotCompared: texts,
  })
  .readonly()

/** Fails to compile where a field of the report is missing above, is of another kind, or is no field of the report. */
type Known<T> = T extends readonly (infer Item)[]
  ? readonly Known<Item>[]
  : T extends object
    ? { readonly [Key in keyof T as string extends Key ? never : Key]: Known<T[Key]> }
    : T
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the compiler compares such functions exactly
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never
export const schemaIsTheType: Same<Known<z.infer<typeof reportSchema>>, Known<RunReport>> = true

/** The text of docs/report.schema.json. */
export function reportSchemaText(): string {
  const schema = z.toJSONSchema(reportSchema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern // the format says it
    },
  })
  const head = {
    $schema: schema.$schema,
    title: 'Report of Sosie, schema 1',
    description:
      'What sosie report --format json writes; each field is told in docs/report-json.md. A reader ignores what it does not know.',
  }
  return `${JSON.stringify({ ...head, ...schema, ...head }, null, 2)}\n`
}
