import { z } from 'zod'
import { placeholderName } from './placeholders.js'

/** The version of the format that this Sosie writes. */
export const scenarioVersion = 1

const text = z.string('must be a text; put quotes around it')
/** Matches what Host can hold (RFC 9110 §7.2). */
export const hostPattern = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i
const host = text
  .regex(hostPattern, 'must be a host without scheme or path, as shop.example or shop.example:8080')
  .describe("Host that both stacks are asked for; each stack's own address without it.")
const name = text.regex(placeholderName, 'may have letters, digits and _ only, and begins with no digit')
const fields = z
  .record(
    text,
    z.union(
      [text, z.array(text).min(2)],
      'must be a text (in quotes where it is a number), or a list of two or more texts',
    ),
  )
  .describe('Values by name; a list where a name stands more than once.')
const file = text
  .regex(
    /^(?!\/)(?!.*\\)(?!(?:.*\/)?\.\.(?:\/|$)).+$/,
    'must be a path below the folder of the scenario, written with /',
  )
  .describe("Path of a side file, relative to the scenario's folder.")
const sideFile = z.strictObject({ file })
const bodyOf = (about: string) =>
  z
    .union([text, sideFile], 'must be a text (in quotes where it is a number), or { file: path of a side file }')
    .describe(about)
const milliseconds = z.number('must be a number of milliseconds').nonnegative('must not be below 0')
const atOnce = 'must be a whole number between 2 and 1000'
const statusRange = 'must be a status between 100 and 599'
const status = z.number(statusRange).int(statusRange).min(100, statusRange).max(599, statusRange)

const expectation = {
  causes: z.array(text).optional().describe('Ids of causes that a replay must find.'),
  not: z.array(text).optional().describe('Ids of causes that a replay must not find.'),
  ratio: z
    .strictObject({ max: z.number('must be a number').positive('must be above 0') })
    .optional()
    .describe("The candidate's time over legacy's, at the most."),
}

const session = z.strictObject({
  headers: fields.optional().describe('Sent with each request of the session that does not say otherwise.'),
  cookies: z.record(text, text).optional().describe("In each leg's cookie jar at the beginning."),
})

const capture = z
  .strictObject({
    regex: text.optional().describe('The first group of the first match, or the whole match.'),
    header: text.optional().describe('With regex: look in this header field, not in the body.'),
    css: text.optional().describe('The first element that this selector finds.'),
    attribute: text.optional().describe('With css: this attribute, not the text.'),
    json: text.regex(/^\$/, 'must begin with $, as $.order.id').optional().describe('A path as $.order.lines[0].id.'),
  })
  .describe('How to find a value in the answer: one of regex, css and json.')

const part = z.strictObject({
  name: text,
  value: text.optional(),
  file: file.optional(),
  filename: text.optional(),
  type: text.optional(),
})

const answer = z.strictObject({
  status,
  ms: milliseconds.optional().describe('Milliseconds that legacy took.'),
  headers: fields.optional().describe('Absent: they were not kept, and are not compared.'),
  body: bodyOf('What legacy answered. Absent: it was not kept, and only the rest is compared.').optional(),
})

const exchange = z.strictObject({
  request: text
    .regex(/^[A-Z][A-Z-]* [/*]\S*$/, 'must be a method, a space and a path, as "GET /cart?id=3"')
    .describe('Method and target, as GET /cart?id=3.'),
  why: text.optional().describe('What this exchange is for.'),
  session: text.min(1).optional().describe('Whose request it is; "visitor" where none is named.'),
  after: milliseconds.optional().describe('Milliseconds after the exchange before it in this file began.'),
  writes: z
    .boolean()
    .optional()
    .describe('It changes something on the server. Without it: all methods but GET, HEAD and OPTIONS do.'),
  burst: z
    .number(atOnce)
    .int(atOnce)
    .min(2, atOnce)
    .max(1000, atOnce)
    .optional()
    .describe('Sent so often at once, as from so many tabs. Only where nothing is written.'),
  headers: fields.optional(),
  form: fields.optional().describe('The body: an urlencoded form.'),
  parts: z.array(part).min(1, 'needs at least one').optional().describe('The body: multipart/form-data.'),
  body: bodyOf('The body as a text or a file.').optional(),
  answer: z.union([status, answer], 'must be a status, or { status, ms, headers, body }').optional(),
  capture: z.record(name, capture).optional().describe('What later requests need of the answer, by name.'),
  expect: z
    .strictObject({
      status: status.optional(),
      lacks: z
        .array(text.min(1, 'must not be empty'))
        .optional()
        .describe("Texts that the candidate's answer must not hold."),
      ...expectation,
    })
    .optional(),
})

/** A scenario file of this version. Published as docs/scenario.schema.json. */
export const scenarioFile = z
  .strictObject({
    version: z.literal(scenarioVersion).describe('The version of this format.'),
    name: text.min(1),
    why: text.min(1).describe('What it proves.'),
    source: text.optional().describe('Where it came from.'),
    host: host.optional(),
    variables: z
      .record(name, text)
      .optional()
      .describe('Variables that the environment must give, each with a word on where it stands.'),
    sessions: z.record(text.min(1), session).optional(),
    expect: z.strictObject(expectation).optional().describe('Of the whole replay.'),
    exchanges: z.array(exchange, 'must be a list').min(1, 'needs at least one'),
  })
  .describe('A scenario of Sosie: docs/scenarios.md')

export type ScenarioFile = z.output<typeof scenarioFile>
export type ExchangeEntry = z.output<typeof exchange>
export type CaptureEntry = z.output<typeof capture>
export type AnswerEntry = z.output<typeof answer>

/** Returns the JSON Schema that editors check a scenario with. */
export function publishedSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(scenarioFile, { io: 'input' }), null, 2)}\n`
}
