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
const atLeastOne = z.number().int().positive()
const gibibyte = 1024 ** 3
const share = z.number().min(0).max(1)
const patterns = z.array(z.string().min(1))

const upstreamTls = z.strictObject({
  ca: z.string().optional(),
  servername: z.string().optional(),
  insecure: z.boolean().optional(),
})

/** TLS ends at the tap, with a certificate of the user's, and begins anew towards the database. */
const tapTls = upstreamTls.extend({ cert: z.string(), key: z.string() })
const tap = z.strictObject({ listen: tapAddress, target: tapAddress, tls: tapTls.optional() })

/** Live legacy's: `match: process` tells connections apart by the PHP process that they come from, and its log says whose it is. */
const liveTap = tap
  .extend({ match: z.literal('process').optional(), accessLog: z.string().optional() })
  .refine(({ match, accessLog }) => accessLog === undefined || match !== undefined, 'accessLog needs match: process')

const lane = z.strictObject({
  url: httpUrl,
  tap: tap.optional(),
  log: z.string().optional(),
})

/** YAML 1.2 knows no `off`: it is read as people mean it. */
const onOrOff = z
  .union([z.boolean(), z.enum(['on', 'off'])], 'must be on or off')
  .transform((value) => value === true || value === 'on')

const legShape = {
  url: httpUrl.optional(),
  database: dsn.optional(),
  probe: onOrOff.optional(),
  lanes: z.array(lane).min(1).optional(),
  tls: upstreamTls.optional(),
}
const hasAddress = ({ url, lanes }: { url?: string | undefined; lanes?: unknown }): boolean =>
  url !== undefined || lanes !== undefined
const leg = z.strictObject(legShape).refine(hasAddress, 'needs a url or lanes')
const controlLeg = z
  .strictObject({ ...legShape, share: share.optional(), perSecond: z.number().positive().optional() })
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

/** The whole of sosie.yaml, names and kinds; defaults and what each means stand in `settings`. */
export const configSchema = z.strictObject({
  listen: address,
  tls: z.strictObject({ cert: z.string(), key: z.string() }).optional(),
  admin: address.optional(),
  adminTokenFile: z.string().optional(),
  log: z.string().optional(),
  forwarder: z.enum(['undici', 'http-proxy']),
  db: z.string().min(1),
  drift: z.string().min(1).optional(),
  legacy: z.strictObject({
    url: httpUrl,
    database: dsn.optional(),
    probe: onOrOff.optional(),
    tls: upstreamTls.optional(),
    tap: liveTap.optional(),
  }),
  candidate: leg,
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
    breaker: z.strictObject({ failures: atLeastOne, retryMs: atLeastOne, longestRetryMs: atLeastOne }),
    headers: z.record(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'must be a header name'), z.string()),
    bodyBytesOf: z.record(z.string().min(1), z.number().int().nonnegative()),
    concurrency: atLeastOne.optional(),
    queue: atLeastOne,
    queueBytes: atLeastOne.max(gibibyte),
    timeoutMs: atLeastOne,
    bodyBytes: atLeastOne,
  }),
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
    mostShare: share,
  }),
  probe: z.strictObject({
    enabled: z.boolean(),
    repeats: z.number().int().min(3),
    budgetSeconds: z.number().nonnegative(),
    load: z.number().min(0.01).max(1),
    statementSeconds: z.number().positive(),
  }),
  gate: z.strictObject({
    most: z.strictObject({
      critical: findingsAllowed,
      major: findingsAllowed,
      minor: findingsAllowed,
      info: findingsAllowed,
    }),
    unexplained: findingsAllowed,
    allow: z.array(allowance),
    ratios: z.array(z.strictObject({ route: z.string().min(1), most: z.number().positive() })),
    coverage: z.strictObject({ routes: share.optional(), pairs: share.optional(), expect: patterns }),
    baseline: z.string().min(1).optional(),
    sourceRoot: z.string().min(1).optional(),
    docs: httpUrl.optional(),
  }),
  redact: z.strictObject({
    keyFile: z.string().optional(),
    patterns: z.array(z.string().refine(isRegExp, 'must be a regular expression')),
  }),
  retention: z.strictObject({ days: z.number().positive().optional(), bytes: atLeastOne.optional() }),
})

export type Config = z.infer<typeof configSchema>
export type GateConfig = Config['gate']
export type LegConfig = z.infer<typeof leg>
export type UpstreamTlsConfig = z.infer<typeof upstreamTls>
export type LaneConfig = z.infer<typeof lane>
export type TapConfig = z.infer<typeof tap>

/** What is in force where neither sosie.yaml nor a flag says otherwise. */
export const defaults = {
  listen: '127.0.0.1:8080',
  db: 'sosie.sqlite',
  forwarder: 'undici',
  live: {
    forwarded: 'append',
    hosts: [],
    headerBytes: 32 * 1024,
    urlBytes: 16 * 1024,
    headersMs: 60_000,
    bodyIdleMs: 60_000,
    connections: 10_000,
    copyBytes: 128 * 1024 * 1024,
  },
  mirror: {
    sample: 1,
    sampleBy: 'request',
    routes: [],
    writes: [],
    allow: [],
    deny: [],
    cap: {},
    breaker: { failures: 5, retryMs: 1000, longestRetryMs: 30_000 },
    headers: {},
    queue: 1000,
    queueBytes: 64 * 1024 * 1024,
    timeoutMs: 30_000,
    bodyBytes: 8 * 1024 * 1024,
    bodyBytesOf: { 'video/*': 0, 'audio/*': 0 },
  },
  thresholds: {
    minimumGapMs: 50,
    minimumGapShare: 0.2,
    cacheFactor: 5,
    planFactor: 2,
    agreementPoints: 15,
    repeatedTimes: 10,
    repeatedOtherTimes: 50,
    repeatedMs: 50,
    slowerMs: 20,
    slowerRatio: 1.2,
    slowerPairs: 20,
    warmUpPairs: 3,
  },
  noise: { rules: [], mostShare: 0.5 },
  probe: { enabled: true, repeats: 5, budgetSeconds: 120, load: 0.5, statementSeconds: 10 },
  gate: { most: { critical: 0, major: 0 }, allow: [], ratios: [], coverage: { expect: [] } },
  redact: { patterns: [] },
  retention: {},
} as const

/** Every setting with what it means, for docs/configuration.md and its test. */
export const settings: readonly (readonly [name: string, help: string])[] = [
  ['listen', 'HOST:PORT where users arrive. Port 0 takes a free one.'],
  ['tls.cert', 'PEM file: with it, users are served over TLS, HTTP/2 included. SIGHUP reads both files again.'],
  ['tls.key', 'PEM file of its key.'],
  [
    'admin',
    'HOST:PORT of metrics, health and pause/resume; loopback only unless adminTokenFile is set. Without it 127.0.0.1:9080, or a free port.',
  ],
  ['log', 'A file that events are appended to, one JSON object a line: faults, findings, pauses. None without it.'],
  ['adminTokenFile', 'A file whose first line every request to the admin listener must bring as its bearer token.'],
  ['forwarder', 'What carries plain requests to legacy: undici or http-proxy. Upgrades always go by http-proxy.'],
  ['db', 'The SQLite file of the recording; made when it is missing.'],
  [
    'drift',
    'A file from sosie drift --json: pairs that differ and touch a table that it calls drifted are not compared (unpaired-data).',
  ],
  ['legacy.url', 'The old stack. Every user gets its answer.'],
  [
    'legacy.database',
    'DSN of its database: experiments repeat statements there, with the query cache and without, and ask for its plans.',
  ],
  ['legacy.probe', 'off: no experiment asks its database, neither directly nor by repeating a request on control.'],
  ['legacy.tls.ca', 'PEM file of the authority that signed its certificate, where the system does not know it.'],
  ['legacy.tls.servername', "Name in its certificate and for SNI; the URL's host without it."],
  ['legacy.tls.insecure', 'true: its certificate is not checked. Said in the log at every start.'],
  [
    'legacy.tap.listen',
    "HOST:PORT or path of a unix socket that live PHP uses as its database: read docs/taps.md first, Sosie's end cuts it off.",
  ],
  ['legacy.tap.target', 'HOST:PORT or path of the real database behind it.'],
  [
    'legacy.tap.match',
    'process: connections are told apart by the PHP process that they come from, where PHP runs on this machine.',
  ],
  [
    'legacy.tap.accessLog',
    "php-fpm's access log, with match: process: it says which process served which request. Its format is in docs/taps.md.",
  ],
  ['legacy.tap.tls.cert', 'As with candidate.lanes[].tap.'],
  ['legacy.tap.tls.key', 'As with candidate.lanes[].tap.'],
  ['legacy.tap.tls.ca', 'As with candidate.lanes[].tap.'],
  ['legacy.tap.tls.servername', 'As with candidate.lanes[].tap.'],
  ['legacy.tap.tls.insecure', 'As with candidate.lanes[].tap.'],
  ['candidate.url', 'The new stack, where it has no lanes.'],
  ['candidate.database', 'DSN of its database: experiments repeat statements there and ask for its plans.'],
  ['candidate.probe', 'off: no experiment asks it. Such findings say "possible, not proven".'],
  ['candidate.lanes[].url', 'One worker of the new stack that serves one request at a time.'],
  [
    'candidate.lanes[].tap.listen',
    'HOST:PORT, or the path of a unix socket, that this worker uses as its database: see docs/taps.md.',
  ],
  ['candidate.lanes[].tap.target', 'HOST:PORT or path of the real database behind it.'],
  [
    'candidate.lanes[].tap.tls.cert',
    'PEM file: TLS ends at the tap with it, and begins anew towards the database. Without it encrypted connections flow unread.',
  ],
  ['candidate.lanes[].tap.tls.key', 'PEM file of its key.'],
  ['candidate.lanes[].tap.tls.ca', "PEM file of the authority that signed the database's certificate."],
  ['candidate.lanes[].tap.tls.servername', 'Name in that certificate; not checked without it.'],
  ['candidate.lanes[].tap.tls.insecure', "true: the database's certificate is not checked."],
  ['candidate.lanes[].log', "This worker's PHP error log."],
  ['candidate.tls.ca', 'As with legacy.'],
  ['candidate.tls.servername', 'As with legacy.'],
  ['candidate.tls.insecure', 'As with legacy.'],
  ['control.url', 'Legacy asked a second time, where it has no lanes.'],
  ['control.database', 'As with candidate.'],
  ['control.probe', 'off: no experiment repeats a request there; statements are still repeated on legacy.database.'],
  [
    'control.lanes[].url',
    'As with candidate: its statements stand for legacy, since live legacy is tapped only on demand.',
  ],
  ['control.lanes[].tap.listen', 'As with candidate.'],
  ['control.lanes[].tap.target', 'As with candidate.'],
  ['control.lanes[].tap.tls.cert', 'As with candidate.'],
  ['control.lanes[].tap.tls.key', 'As with candidate.'],
  ['control.lanes[].tap.tls.ca', 'As with candidate.'],
  ['control.lanes[].tap.tls.servername', 'As with candidate.'],
  ['control.lanes[].tap.tls.insecure', 'As with candidate.'],
  ['control.lanes[].log', 'As with candidate.'],
  ['control.tls.ca', 'As with legacy.'],
  ['control.tls.servername', 'As with legacy.'],
  ['control.tls.insecure', 'As with legacy.'],
  ['control.share', 'Share of mirrored safe requests that control is asked, 0 to 1. All without it.'],
  [
    'control.perSecond',
    'Requests a second that control may put on legacy; the rest is left out and counted. 100 without it.',
  ],
  ['live.forwarded', 'X-Forwarded-For, -Proto, -Host and Forwarded: append to what came, replace it, or off.'],
  ['live.hosts', 'Host names that are served; a request for another is refused with 421. Any, when empty.'],
  ['live.headerBytes', 'Bytes of header fields that a request may have; more is refused with 431.'],
  ['live.urlBytes', 'Bytes of a request target; more is refused with 414.'],
  ['live.headersMs', 'Milliseconds for the header fields of a request to arrive; then 408.'],
  ['live.bodyIdleMs', "Milliseconds that a request's body may be silent; then 408."],
  ['live.connections', 'Connections of users at once; more are closed.'],
  [
    'live.copyBytes',
    'Bytes that copies of answers under way may hold together; what has no room is counted as bytes-full.',
  ],
  ['mirror.sample', 'Share of requests that is mirrored, 0 to 1.'],
  ['mirror.sampleBy', 'request: every so many; session: whole sessions are kept or left.'],
  [
    'mirror.routes[].match',
    'METHOD /path with * for anything: this route has a share of its own. The first that fits counts.',
  ],
  ['mirror.routes[].sample', 'Its share.'],
  [
    'mirror.writes',
    'Patterns of unsafe requests that are mirrored all the same. None without it: see docs/mirroring.md first.',
  ],
  ['mirror.allow', 'Where not empty, only what fits one of these patterns is mirrored.'],
  ['mirror.deny', 'What fits one of these patterns is never mirrored.'],
  ['mirror.cap.total', 'Requests that a run mirrors at the most.'],
  ['mirror.cap.perDay', 'Requests that are mirrored in a day (UTC) at the most.'],
  ['mirror.breaker.failures', 'Failures of the candidate in a row after which nothing is mirrored for a while.'],
  ['mirror.breaker.retryMs', 'Milliseconds until one request tries the way back; doubled each time it fails.'],
  ['mirror.breaker.longestRetryMs', 'The longest such wait.'],
  ['mirror.headers', 'Header fields that mirrored requests carry, as one that makes an HTTP cache step aside.'],
  ['mirror.concurrency', "Requests at the candidate at once. As many as the candidate's lanes, else 16."],
  ['mirror.queue', 'Requests that may wait to be mirrored; more are not mirrored and counted as queue-full.'],
  ['mirror.queueBytes', 'Bytes of bodies that may wait, up to 1 GiB; more are counted as bytes-full.'],
  ['mirror.timeoutMs', 'Milliseconds for a mirrored answer, to its last byte.'],
  ['mirror.bodyBytes', 'Bytes of a body that are kept for the comparison; users always get the whole.'],
  [
    'mirror.bodyBytesOf',
    'The same for a Content-Type, as image/*: 65536. 0 keeps none of it; such pairs are truncated.',
  ],
  ['thresholds.minimumGapMs', 'Milliseconds that a request must lose before its slowness is a finding.'],
  [
    'thresholds.minimumGapShare',
    "The same as a share of the candidate's response, 0 to 1; the larger of the two counts.",
  ],
  ['thresholds.cacheFactor', 'How many times slower legacy must be without its query cache.'],
  [
    'thresholds.planFactor',
    'Up to how many times legacy without cache the candidate may take; beyond it is a worse plan.',
  ],
  [
    'thresholds.agreementPoints',
    'How far apart, in points of a percentage, the ways of measuring what the cache explains may be; beyond it nothing is proven.',
  ],
  ['thresholds.repeatedTimes', 'Executions of one text of a statement in a request that make a loop.'],
  ['thresholds.repeatedOtherTimes', 'Executions of one shape, with other values each time, that make one.'],
  ['thresholds.repeatedMs', 'Milliseconds that all of them but the first must cost the candidate.'],
  ['thresholds.slowerMs', 'Milliseconds that a route must be slower, at the low end of the interval.'],
  ['thresholds.slowerRatio', 'How many times as long a route must take, at the low end of the interval.'],
  ['thresholds.slowerPairs', 'Timed pairs below which nothing is said of the time of a route or a client.'],
  ['thresholds.warmUpPairs', 'First requests of each route that are not timed: they fill caches.'],
  ['noise.rules[].name', 'What the rule is called in reports.'],
  ['noise.rules[].route', 'Route that it is for, as GET /product/*; without it every route.'],
  ['noise.rules[].path', 'Place of the difference as reports write it, as $.items[*].price; without it every place.'],
  ['noise.rules[].part', 'status, headers, cookies, redirect or body; without it every part.'],
  ['noise.rules[].kind', 'Kind of difference; a change of type is hidden only by a rule that says type.'],
  ['noise.rules[].reason', 'Why it is noise.'],
  ['noise.rules[].author', 'Who says so.'],
  ['noise.rules[].expires', 'The last day on which it hides anything, as 2026-12-31.'],
  ['noise.mostShare', 'Part of the differences of a route that a rule may hide before the report warns of it, 0 to 1.'],
  ['probe.enabled', 'false: no experiment is made, and such findings say "possible, not proven".'],
  ['probe.repeats', 'How often an experiment is repeated; medians count.'],
  ['probe.budgetSeconds', 'Seconds that all experiments of a run may take together.'],
  ['gate.most.critical', 'Open critical findings with which a run still passes, see docs/gate.md.'],
  ['gate.most.major', 'The same of major ones.'],
  ['gate.most.minor', 'The same of minor ones; any number without it.'],
  ['gate.most.info', 'The same of those that are only told; any number without it.'],
  ['gate.unexplained', 'Open findings without an explanation with which a run still passes; any number without it.'],
  ['gate.allow[].cause', 'Findings of this cause do not count.'],
  ['gate.allow[].signature', 'Findings of this signature do not count, for what has no cause yet; * for anything.'],
  [
    'gate.allow[].finding',
    'The finding of this id does not count. Of cause, signature and finding all that are given must fit.',
  ],
  ['gate.allow[].reason', 'Why it is allowed.'],
  ['gate.allow[].expires', 'The last day on which it is allowed; for good without it.'],
  ['gate.ratios[].route', 'Routes with a limit of time, as GET /product/*. The first that fits counts.'],
  ['gate.ratios[].most', 'How many times as long as on legacy they may take, at the low end of the interval.'],
  ['gate.coverage.routes', 'Least share of the mirrored routes that was compared, 0 to 1.'],
  ['gate.coverage.pairs', 'Least share of the mirrored requests that was compared, 0 to 1.'],
  ['gate.coverage.expect', 'Patterns of routes of which each must have been compared.'],
  ['gate.baseline', 'File of findings that were accepted; sosie gate --update-baseline writes it.'],
  [
    'gate.sourceRoot',
    "Folder of the PHP files on the server, as /var/www/shop, or /var/www/shop=www where they are the repository's www.",
  ],
  ['gate.docs', "URL under which Sosie's docs/ can be read: SARIF then links each cause to its page."],
  [
    'probe.load',
    'Part of the time that experiments may be under way while traffic flows, above 0 to 1: one at a time, and a rest after each.',
  ],
  ['probe.statementSeconds', 'Seconds after which the server ends a statement that an experiment runs.'],
  [
    'redact.keyFile',
    'The key that secrets are hashed with; made when missing. Default: sosie/redaction.key in the user configuration folder.',
  ],
  [
    'redact.patterns',
    'Regular expressions of what else must not reach the disk; a group named secret hides only itself.',
  ],
  ['retention.days', 'Pairs older than this are deleted from the recording while it is written.'],
  ['retention.bytes', 'Past this size of the recording the oldest pairs are deleted.'],
]

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
