import fc from 'fast-check'
import { applyGate } from '../../src/diagnose/gate/gate.js'
import { defaultGate } from '../../src/diagnose/gate/settings.js'
import type { ReportedFinding, RunReport } from '../../src/model/report.js'
import { aFinding, anExample, aRoute, aRunReport } from './report.js'

/** What means something to XML, HTML, Markdown, the forges or GitHub's runner. */
const charms = [
  ...[
    '<',
    '>',
    '&',
    '"',
    "'",
    ']]>',
    '<![CDATA[',
    '<!--',
    '-->',
    '</details>',
    '<script>alert(1)</script>',
    '<img src=x onerror=y>',
  ],
  ...[
    '|',
    '\\|',
    '\\',
    '`',
    '``',
    '*',
    '_',
    '~~',
    '[a](http://e.test)',
    '![i](x)',
    '# ',
    '- ',
    '1. ',
    '> ',
    '---',
    '^',
    '$x$',
    '&lt;',
    '&#64;',
  ],
  ...['@everyone', '#1', '!1', 'http://e.test/', 'www.e.test', '/close', ':tada:'],
  ...[
    '::error::x',
    '##[error]x',
    '%0A',
    '%',
    '::',
    ',',
    ':',
    'file=a',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '  ',
    '\u2028',
    '\u0000',
    '\u001b[31m',
  ],
  ...[
    '\u202e',
    '\ud800',
    '\udfff',
    '\ufffe',
    '\uffff',
    '\u{1f600}',
    'é',
    'GET /index.php?page=cart',
    'C:\\shop\\a.php',
    '/var/www/shop/a b#?.php',
  ],
]

/** Texts as a hostile stack would choose them. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...charms) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
    ),
    {
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(''))

const finding: fc.Arbitrary<ReportedFinding> = fc
  .record({
    id: fc.uuid(),
    text: hostileText,
    cause: fc.oneof(fc.constantFrom('php-division-by-zero', 'unexplained', 'perf-slower'), hostileText),
    severity: fc.constantFrom('critical', 'major', 'minor', 'info'),
    state: fc.constantFrom('new', 'accepted'),
    proof: fc.constantFrom('log', 'none'),
    routes: fc.uniqueArray(hostileText, { maxLength: 3 }),
    file: fc.option(hostileText, { nil: undefined }),
    line: fc.oneof(fc.integer(), hostileText),
  })
  .map(({ text, routes, file, line, ...rest }) =>
    aFinding({
      ...rest,
      title: text,
      fix: text,
      signature: text,
      routes: routes.map((route) => ({ route, count: 1 })),
      clients: [{ client: text, count: 1 }],
      evidence: { message: text, firstPlace: text, ...(file === undefined ? {} : { file, line }) },
      example: anExample({ differences: [{ part: 'body', kind: 'value', path: text, legacy: text, candidate: text }] }),
    }),
  )

/** A run whose every text is hostile, gated with limits and a baseline of the same kind. */
export const hostileReport: fc.Arbitrary<RunReport> = fc
  .record({
    findings: fc.uniqueArray(finding, { maxLength: 5, selector: ({ id }) => id }),
    text: hostileText,
    routes: fc.uniqueArray(hostileText, { maxLength: 3 }),
    compared: fc.constantFrom(0, 10),
    max: fc.constantFrom(0, 1, 5),
    reason: hostileText,
  })
  .map(({ findings, text, routes, compared, max, reason }) => {
    const plain = aRunReport()
    const entry = { id: 'gone', cause: text, title: text, routes, reason, author: text, expires: '2027-01-01' }
    return applyGate(
      {
        ...plain,
        run: { ...plain.run, id: text, legacy: text, candidate: text, versions: { sosie: text } },
        totals: { ...plain.totals, compared },
        findings,
        routes: routes.map((route) => aRoute({ route })),
        routesNotCompared: [`${text} not`],
      },
      {
        settings: {
          ...defaultGate,
          max: { critical: max, major: 0 },
          unexplained: max,
          ratios: [{ route: '*', max: 0.5 }],
          coverage: { expect: [text] },
        },
        decided: {
          allowances: [],
          baseline: [entry, ...findings.slice(0, 1).map(({ id }) => ({ ...entry, id, expires: '2026-11-30' }))],
        },
        at: Date.parse('2026-11-24T00:00:00Z'),
      },
    )
  })
