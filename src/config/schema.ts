import { differenceKinds, differenceParts } from '../model/difference.js'
import { z } from 'zod'

const httpUrl = z.string().refine(isHttpUrl, 'must be an http:// or https:// URL')
const dsn = z.string().refine(isMysqlDsn, 'must be a DSN as mysql://user:password@host:port/database')
const address = z
  .string()
  .regex(/^(?:[^:\s]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/, 'must be HOST:PORT')
  .refine((text) => Number(/\d+$/.exec(text)?.[0]) <= 65_535, 'must have a port from 0 to 65535')
const tapAddress = z
  .string()
  .regex(/^(?:[^:\s]+:\d{1,5}|\[[0-9a-fA-F:]+\]:\d{1,5}|\/\S+)$/, 'must be HOST:PORT or the path of a unix socket')
/** A path on this machine. In a file, a relative one is resolved against the file's folder (paths.ts). */
export const filePath = z.string().min(1)
const atLeastOne = z.number().int().positive()
const gibibyte = 1024 ** 3
const share = z.number().min(0).max(1)
const patterns = z.array(z.string().min(1))

const upstreamTls = z.strictObject({
  ca: filePath.optional(),
  servername: z.string().optional(),
  insecure: z.boolean().optional(),
})

/** TLS ends at the tap, with a certificate of the user's, and starts again towards the database. */
const tapTls = upstreamTls.extend({ cert: filePath, key: filePath })
const tap = z.strictObject({ listen: tapAddress, target: tapAddress, tls: tapTls.optional() })

/** Tap of live legacy. `match: process` tells connections apart by their PHP process, and the access log says which request a process served. */
const liveTap = tap
  .extend({ match: z.literal('process').optional(), accessLog: filePath.optional() })
  .refine(({ match, accessLog }) => accessLog === undefined || match !== undefined, 'accessLog needs match: process')

const lane = z.strictObject({
  url: httpUrl,
  tap: tap.optional(),
  log: filePath.optional(),
})

/** Folder of a stack's code. It must be a full path, so that no other path starts with it by chance. */
const root = z
  .string()
  .regex(/^(?:\/|[A-Za-z]:[\\/])[^/\\].*[^/\\]$/, 'must be an absolute path of a folder, without a slash at its end')

/** YAML 1.2 does not know `off`, so it is accepted as a string. */
const onOrOff = z
  .union([z.boolean(), z.enum(['on', 'off'])], 'must be on or off')
  .transform((value) => value === true || value === 'on')

/** For settings where `off` is one word among several. */
const off = z.union([z.literal(false), z.literal('off')]).transform((): 'off' => 'off')

const legShape = {
  url: httpUrl.optional(),
  database: dsn.optional(),
  probe: onOrOff.optional(),
  lanes: z.array(lane).min(1).optional(),
  tls: upstreamTls.optional(),
}
const hasAddress = ({ url, lanes }: { url?: string | undefined; lanes?: unknown }): boolean =>
  url !== undefined || lanes !== undefined
const candidateLeg = z.strictObject({ ...legShape, root: root.optional() }).refine(hasAddress, 'needs a url or lanes')
const controlLeg = z
  .strictObject({
    ...legShape,
    share: share.optional(),
    perSecond: z.number().positive().optional(),
    copy: z.boolean().optional(),
  })
  .refine(hasAddress, 'needs a url or lanes')

export const noiseRule = z.strictObject({
  name: z.string().min(1),
  route: z.string().min(1).optional(),
  path: z.string().min(1).optional(),
  part: z.enum(differenceParts).optional(),
  kind: z.enum(differenceKinds).optional(),
  reason: z.string().min(1),
  author: z.string().min(1),
  expires: z.iso.date('must be a date as 2026-12-31'),
})

const findingsAllowed = z.number().int().nonnegative().optional()
const allowance = z
  .strictObject({
    cause: z.string().min(1).optional(),
    signature: z.string().min(1).optional(),
    finding: z.string().min(1).optional(),
    reason: z.string().min(1),
    expires: z.iso.date('must be a date as 2026-12-31').optional(),
  })
  .refine((each) => each.cause ?? each.signature ?? each.finding, 'needs a cause, a signature or a finding')

/** The whole of sosie.yaml, names and types; settings.ts says what each means. */
export const configSchema = z.strictObject({
  listen: address,
  tls: z.strictObject({ cert: filePath, key: filePath }).optional(),
  admin: address.optional(),
  adminTokenFile: filePath.optional(),
  log: filePath.optional(),
  forwarder: z.enum(['undici', 'http-proxy']),
  db: filePath,
  drift: filePath.optional(),
  legacy: z.strictObject({
    url: httpUrl,
    database: dsn.optional(),
    probe: onOrOff.optional(),
    tls: upstreamTls.optional(),
    tap: liveTap.optional(),
    log: filePath.optional(),
    root: root.optional(),
  }),
  candidate: candidateLeg,
  control: controlLeg.optional(),
  live: z.strictObject({
    forwarded: z.enum(['append', 'replace', 'off']),
    hosts: z.array(z.string().min(1)),
    headerBytes: atLeastOne,
    urlBytes: atLeastOne,
    headersMs: atLeastOne,
    bodyIdleMs: atLeastOne,
    connections: atLeastOne,
    copyBytes: atLeastOne,
  }),
  mirror: z.strictObject({
    sample: share,
    sampleBy: z.enum(['request', 'session']),
    routes: z.array(z.strictObject({ match: z.string().min(1), sample: share })),
    writes: patterns,
    allow: patterns,
    deny: patterns,
    cap: z.strictObject({ total: atLeastOne.optional(), perDay: atLeastOne.optional() }),
    breaker: z.strictObject({ failures: atLeastOne, retryMs: atLeastOne, maxRetryMs: atLeastOne }),
    headers: z.record(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'must be a header name'), z.string()),
    bodyBytesOf: z.record(z.string().min(1), z.number().int().nonnegative()),
    concurrency: atLeastOne.optional(),
    queue: atLeastOne,
    queueBytes: atLeastOne.max(gibibyte),
    timeoutMs: atLeastOne,
    bodyBytes: atLeastOne,
    trace: z.enum(['link', 'child']).or(off),
  }),
  sessions: z.strictObject({ cookies: patterns, harmless: patterns }),
  thresholds: z.strictObject({
    minimumGapMs: z.number().nonnegative(),
    minimumGapShare: z.number().min(0).max(1),
    cacheFactor: z.number().min(1),
    planFactor: z.number().min(1),
    agreementPoints: z.number().min(0).max(100),
    repeatedTimes: z.number().int().min(2),
    repeatedOtherTimes: z.number().int().min(2),
    repeatedMs: z.number().nonnegative(),
    slowerMs: z.number().nonnegative(),
    slowerRatio: z.number().min(1),
    slowerPairs: z.number().int().min(8),
    warmUpPairs: z.number().int().nonnegative(),
  }),
  noise: z.strictObject({
    rules: z.array(noiseRule),
    maxShare: share,
  }),
  probe: z.strictObject({
    enabled: z.boolean(),
    repeats: z.number().int().min(3),
    budgetSeconds: z.number().nonnegative(),
    load: z.number().min(0.01).max(1),
    statementSeconds: z.number().positive(),
  }),
  gate: z.strictObject({
    max: z.strictObject({
      critical: findingsAllowed,
      major: findingsAllowed,
      minor: findingsAllowed,
      info: findingsAllowed,
    }),
    unexplained: findingsAllowed,
    allow: z.array(allowance),
    ratios: z.array(z.strictObject({ route: z.string().min(1), max: z.number().positive() })),
    coverage: z.strictObject({ routes: share.optional(), pairs: share.optional(), expect: patterns }),
    baseline: filePath.optional(),
    sourceRoot: z.string().min(1).optional(),
    docs: httpUrl.optional(),
  }),
  redact: z.strictObject({
    keyFile: filePath.optional(),
    patterns: z.array(z.string().refine(isRegExp, 'must be a regular expression')),
  }),
  shutdown: z.strictObject({ seconds: z.number().min(1) }),
  retention: z.strictObject({ days: z.number().positive().optional(), bytes: atLeastOne.optional() }),
})

export type Config = z.infer<typeof configSchema>
export type GateConfig = Config['gate']
export type LegConfig = z.infer<typeof candidateLeg>
export type UpstreamTlsConfig = z.infer<typeof upstreamTls>
export type LaneConfig = z.infer<typeof lane>
export type TapConfig = z.infer<typeof tap>

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
}

export function isMysqlDsn(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'mysql:' && new URL(text).hostname !== ''
}

function isRegExp(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}
