import { z } from 'zod'

const httpUrl = z.string().refine(isHttpUrl, 'must be an http:// or https:// URL')
const dsn = z.string().refine(isMysqlDsn, 'must be a DSN as mysql://user:password@host:port/database')
const address = z.string().regex(/^(?:[^:\s]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/, 'must be HOST:PORT')
const atLeastOne = z.number().int().positive()

const lane = z.strictObject({
  url: httpUrl,
  tap: z.strictObject({ listen: address, target: address }).optional(),
  log: z.string().optional(),
})

const leg = z
  .strictObject({ url: httpUrl.optional(), database: dsn.optional(), lanes: z.array(lane).min(1).optional() })
  .refine(({ url, lanes }) => url !== undefined || lanes !== undefined, 'needs a url or lanes')

/** The whole of sosie.yaml, names and kinds; defaults and what each means stand in `settings`. */
export const configSchema = z.strictObject({
  listen: address,
  db: z.string().min(1),
  legacy: z.strictObject({ url: httpUrl, database: dsn.optional() }),
  candidate: leg,
  control: leg.optional(),
  mirror: z.strictObject({
    concurrency: atLeastOne.optional(),
    queue: atLeastOne,
    queueBytes: atLeastOne,
    timeoutMs: atLeastOne,
    bodyBytes: atLeastOne,
  }),
  thresholds: z.strictObject({
    minimumGapMs: z.number().nonnegative(),
    minimumGapShare: z.number().min(0).max(1),
    cacheFactor: z.number().min(1),
    planFactor: z.number().min(1),
  }),
  probe: z.strictObject({
    enabled: z.boolean(),
    repeats: z.number().int().min(3),
    budgetSeconds: z.number().nonnegative(),
  }),
  redact: z.strictObject({ keyFile: z.string().optional() }),
})

export type Config = z.infer<typeof configSchema>
export type LegConfig = z.infer<typeof leg>
export type LaneConfig = z.infer<typeof lane>

/** What is in force where neither sosie.yaml nor a flag says otherwise. */
export const defaults = {
  listen: '127.0.0.1:8080',
  db: 'sosie.sqlite',
  mirror: { queue: 1000, queueBytes: 64 * 1024 * 1024, timeoutMs: 30_000, bodyBytes: 8 * 1024 * 1024 },
  thresholds: { minimumGapMs: 50, minimumGapShare: 0.2, cacheFactor: 5, planFactor: 2 },
  probe: { enabled: true, repeats: 5, budgetSeconds: 60 },
  redact: {},
} as const

/** Every setting with what it means, for docs/configuration.md and its test. */
export const settings: readonly (readonly [name: string, help: string])[] = [
  ['listen', 'HOST:PORT where users arrive. Port 0 takes a free one.'],
  ['db', 'The SQLite file of the recording; made when it is missing.'],
  ['legacy.url', 'The old stack. Every user gets its answer.'],
  ['legacy.database', 'DSN of its database: lets Sosie prove query-cache dependence where no control lane is tapped.'],
  ['candidate.url', 'The new stack, where it has no lanes.'],
  ['candidate.database', 'DSN of its database; kept for experiments to come, none asks it yet.'],
  ['candidate.lanes[].url', 'One worker of the new stack that serves one request at a time.'],
  ['candidate.lanes[].tap.listen', 'HOST:PORT that this worker uses as its database.'],
  ['candidate.lanes[].tap.target', 'HOST:PORT of the real database behind it.'],
  ['candidate.lanes[].log', "This worker's PHP error log."],
  ['control.url', 'Legacy asked a second time, where it has no lanes.'],
  ['control.database', 'As with candidate.'],
  ['control.lanes[].url', 'As with candidate: its statements stand for legacy, since live legacy is never tapped.'],
  ['control.lanes[].tap.listen', 'As with candidate.'],
  ['control.lanes[].tap.target', 'As with candidate.'],
  ['control.lanes[].log', 'As with candidate.'],
  ['mirror.concurrency', "Requests at the candidate at once. As many as the candidate's lanes, else 4."],
  ['mirror.queue', 'Requests that may wait to be mirrored; more are not mirrored and counted as queue-full.'],
  ['mirror.queueBytes', 'Bytes of bodies that may wait; more are counted as bytes-full.'],
  ['mirror.timeoutMs', 'Milliseconds for a mirrored answer, to its last byte.'],
  ['mirror.bodyBytes', 'Bytes of a body that are kept for the comparison; users always get the whole.'],
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
  ['probe.enabled', 'false: no experiment is made, and such findings say "possible, not proven".'],
  ['probe.repeats', 'How often an experiment is repeated; medians count.'],
  ['probe.budgetSeconds', 'Seconds that all experiments of a run may take together.'],
  [
    'redact.keyFile',
    'The key that secrets are hashed with; made when missing. Default: sosie/redaction.key in the user configuration folder.',
  ],
]

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
}

function isMysqlDsn(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'mysql:' && new URL(text).hostname !== ''
}
