import fc from 'fast-check'
import { causes } from '../../../src/knowledge/registry.js'
import { literal } from '../../../src/replay/scenario/placeholders.js'
import type { Capture, FieldMap, RequestBody, Scenario } from '../../../src/replay/scenario/model.js'

/** Everything that people and machines put into texts: line ends of all kinds, controls, halves of pairs, what YAML and templates mean. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom(
      'a',
      ' ',
      '\n',
      '\r',
      '\t',
      ':',
      '#',
      '-',
      '"',
      "'",
      '{',
      '$',
      '\u2028',
      'é',
      '\ud800',
      '\ufeff',
    ),
  }),
  fc.constantFrom(
    '',
    'yes',
    'constructor',
    'null',
    '0x1',
    '1e3',
    '~',
    '---',
    '...',
    '<<',
    '%YAML',
    '&a',
    '*a',
    '!!str',
    '[',
    '2026-01-02',
    '\n',
    'a\n\n',
    ' \n ',
  ),
)
/** The reader takes no `__proto__`. */
const key = text.filter((each) => each !== '__proto__')
const template = text.map(literal)
const name = fc.stringMatching(/^[A-Za-z_]\w{0,8}$/)
const optional = <T>(key: string, value: fc.Arbitrary<T>): fc.Arbitrary<object> =>
  fc.option(value, { nil: undefined }).map((each) => (each === undefined ? {} : { [key]: each }))
const merged = (...parts: readonly fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((each) => Object.assign({}, ...each) as object)

const fields = fc.dictionary(key, fc.oneof(template, fc.array(template, { minLength: 2, maxLength: 3 })), {
  maxKeys: 3,
}) as fc.Arbitrary<FieldMap>
const file = fc.stringMatching(/^[a-z]{1,8}\.files\/[a-z0-9]{1,12}\.html$/)

const body = fc.oneof(
  template.map((each): RequestBody => ({ kind: 'text', text: each })),
  fields.map((each): RequestBody => ({ kind: 'form', fields: each })),
  file.map((each): RequestBody => ({ kind: 'file', file: each })),
  fc
    .array(
      merged(
        fc.record({ name: text }),
        fc.oneof(fc.record({ value: template }), fc.record({ file })),
        optional('filename', text),
        optional('type', text),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((parts) => ({ kind: 'parts', parts }) as RequestBody),
)

const answer = merged(
  fc.record({ status: fc.integer({ min: 100, max: 599 }) }),
  optional('headers', fields),
  optional('ms', fc.double({ min: 0, max: 1e6, noNaN: true }).map(Math.abs)),
  optional(
    'body',
    fc.oneof(
      text.map((each) => ({ kind: 'text', text: each })),
      file.map((each) => ({ kind: 'file', file: each })),
    ),
  ),
)

const capture = fc.oneof(
  merged(
    fc.record({ kind: fc.constant('regex'), pattern: fc.constantFrom('a(\\d+)', '"(.*)"', '^x: y # z') }),
    optional('header', text),
  ),
  merged(fc.record({ kind: fc.constant('css'), selector: text }), optional('attribute', text)),
  fc.record({ kind: fc.constant('json'), path: text.map((each) => `$.${each}`) }),
) as fc.Arbitrary<Capture>

const cause = fc.constantFrom(...causes.map(({ id }) => id))
const expectation = merged(
  fc.record({ causes: fc.array(cause, { maxLength: 2 }), not: fc.array(cause, { maxLength: 2 }) }),
  optional('ratio', fc.record({ max: fc.double({ min: 0.1, max: 1e3, noNaN: true }) })),
)

/** What writes is sent once. */
const burstOnlyWhereNothingIsWritten = (exchange: object): object => {
  const { burst, ...rest } = exchange as { burst?: number; writes: boolean }
  return burst === undefined || rest.writes ? rest : { ...rest, burst }
}

const exchange = (session: fc.Arbitrary<string>): fc.Arbitrary<object> =>
  merged(
    fc.record({
      method: fc.constantFrom('GET', 'POST', 'OPTIONS', 'DELETE', 'M-SEARCH'),
      target: fc.webPath().map((path) => `/${literal(path)}`),
      session,
      after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1e6 })),
      writes: fc.boolean(),
      headers: fields,
      capture: fc.dictionary(
        name.map((each) => `c_${each}`),
        capture,
        { maxKeys: 2 },
      ),
    }),
    optional('why', text),
    optional('burst', fc.integer({ min: 2, max: 1000 })),
    optional('body', body),
    optional('answer', answer),
    optional(
      'expect',
      merged(
        expectation,
        optional('status', fc.integer({ min: 100, max: 599 })),
        optional(
          'lacks',
          fc.array(
            text.filter((each) => each !== ''),
            { maxLength: 2 },
          ),
        ),
      ),
    ),
  ).map(burstOnlyWhereNothingIsWritten)

export const sessionNames = ['visitor', 'anna', 'yes', 'a b']

/** Any scenario that can be written: every session that is used is there. */
export const anyScenario = merged(
  fc.record({
    name: text.filter((each) => each !== ''),
    why: text.filter((each) => each !== ''),
    variables: fc.dictionary(
      name.map((each) => `SOSIE_VAR_${each}`),
      text,
      { maxKeys: 3 },
    ),
    sessions: fc
      .tuple(
        ...sessionNames.map(() =>
          fc.record({ headers: fields, cookies: fc.dictionary(key, template, { maxKeys: 2 }) }),
        ),
      )
      .map((each) => Object.fromEntries(sessionNames.map((session, index) => [session, each[index]]))),
    exchanges: fc.array(exchange(fc.constantFrom(...sessionNames)), { minLength: 1, maxLength: 4 }),
  }),
  optional('source', text),
  optional('host', fc.constantFrom('shop.example', 'shop.example:8080', '[::1]:80')),
  optional('expect', expectation),
) as fc.Arbitrary<Scenario>
