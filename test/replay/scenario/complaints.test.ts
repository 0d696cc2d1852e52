import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isSosieError } from '../../../src/base/errors.js'
import { readScenario } from '../../../src/replay/scenario/read.js'
import { writeScenario } from '../../../src/replay/scenario/write.js'
import { anyScenario } from './random.js'

const head = 'version: 1\nname: n\nwhy: w\n'
const one = `${head}exchanges:\n  - request: GET /\n`

test.each([
  ['', 's.yaml:1:1: a scenario has keys and values. It begins with "version: 1".'],
  ['name: n', 's.yaml:1:1: version is missing. A scenario begins with "version: 1".'],
  ['version: "1"', 's.yaml:1:10: version is a number, as in "version: 1".'],
  [head, 's.yaml:1:1: exchanges is missing. List its requests, as in "- request: GET /cart".'],
  [`${head}exchanges: []\n`, 's.yaml:4:12: exchanges needs at least one.'],
  [`${one}    sesion: a\n`, 's.yaml:6:5: exchanges[0].sesion is no key of a scenario. Did you mean "session"?'],
  [
    `${one}    answer: { staus: 200 }\n`,
    's.yaml:6:15: exchanges[0].answer.staus is no key of a scenario. Did you mean "status"?',
  ],
  [`${one}    answer: yes\n`, 's.yaml:6:13: exchanges[0].answer must be a status, or { status, ms, headers, body }.'],
  [`${one}    after: soon\n`, 's.yaml:6:12: exchanges[0].after must be a number of milliseconds.'],
  [
    `${one}  - request: /cart\n`,
    's.yaml:6:14: exchanges[1].request must be a method, a space and a path, as "GET /cart?id=3".',
  ],
  [
    `${one}    form: { a: 1 }\n`,
    's.yaml:6:16: exchanges[0].form.a must be a text (in quotes where it is a number), or a list of two or more texts.',
  ],
  [
    `${one}    form: { a: x }\n    body: y\n`,
    's.yaml:5:5: exchanges[0] has more than one body. Keep one of form, parts and body.',
  ],
  [
    `${head}host: https://shop.example/\nexchanges: [{ request: GET / }]\n`,
    's.yaml:4:7: host must be a host without scheme or path, as shop.example or shop.example:8080.',
  ],
  [`${one}    burst: 1\n`, 's.yaml:6:12: exchanges[0].burst must be a whole number between 2 and 1000.'],
  [
    `${one}  - request: POST /\n    burst: 40\n`,
    's.yaml:7:12: exchanges[1].burst is for requests that only read. Say "writes: false" if this one does.',
  ],
  [`${one}    parts: [{ name: a }]\n`, 's.yaml:6:13: exchanges[0].parts[0] needs either a value or a file.'],
  [
    `${one}    body: { file: ../../etc/passwd }\n`,
    's.yaml:6:19: exchanges[0].body.file must be a path below the folder of the scenario, written with /.',
  ],
  [
    `${one}  - request: GET /?a=\${SOSIE_VAR_A}\n`,
    's.yaml:6:14: exchanges[1].request needs ${SOSIE_VAR_A}, which nothing gives. List it under variables, or capture it in an exchange before this one.',
  ],
  [
    `${one}    body: "\${a b}"\n`,
    's.yaml:6:11: exchanges[0].body holds "${a b}", which is no ${name}. Write ${$}{ for the two characters themselves.',
  ],
  [
    `${one}    capture: { t: { css: a, json: $.a } }\n`,
    's.yaml:6:19: exchanges[0].capture.t must say where the value stands by one of regex, css and json.',
  ],
  [
    `${one}    capture: { t: { regex: "(" } }\n`,
    's.yaml:6:28: exchanges[0].capture.t.regex ("(") is no regular expression. Check brackets and backslashes.',
  ],
  [
    `${one}    capture: { t-1: { css: a } }\n`,
    's.yaml:6:16: exchanges[0].capture.t-1 may have letters, digits and _ only, and begins with no digit.',
  ],
  [
    `${one}    expect: { not: [php-division-by-zer] }\n`,
    's.yaml:6:21: exchanges[0].expect.not[0] ("php-division-by-zer") is no cause that this Sosie knows. Did you mean "php-division-by-zero"?',
  ],
  [
    `${head}sessions: { anna: {} }\nexchanges:\n  - request: GET /\n    session: ana\n`,
    's.yaml:7:14: exchanges[0].session ("ana") is not among sessions. Did you mean "anna"?',
  ],
  [
    `${one}    form: { __proto__: x }\n`,
    's.yaml:6:13: no key can be __proto__. Write such a form as a text under body.',
  ],
  [`${one}   bad: [\n`, /^s\.yaml:\d+:\d+: the YAML cannot be read: /],
  [`${head}name: again\n`, /^s\.yaml:4:1: the YAML cannot be read: Map keys must be unique/],
])('%j is refused with file, line, column and what to do', (text, sentence) => {
  expect(() => readScenario(text, 's.yaml')).toThrow(sentence)
  expect(caught(text)).toMatchObject({ code: 'SOSIE_E_SCENARIO_INVALID' })
})

test('a scenario of a newer version is refused, and not half understood', () => {
  expect(caught('version: 2\nwhatever: 1\n')).toMatchObject({
    code: 'SOSIE_E_SCENARIO_NEWER',
    message: 's.yaml is a scenario of version 2, and this Sosie knows up to 1. Update Sosie to read it.',
  })
})

test('whatever befalls a file, the complaint is one of ours', () => {
  const spoiled = fc
    .tuple(anyScenario.map(writeScenario), fc.nat(), fc.nat(40), fc.string({ maxLength: 10 }))
    .map(([text, at, length, put]) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + length))
  fc.assert(
    fc.property(spoiled, (text) => {
      const error = caught(text)
      expect(error === undefined || isSosieError(error)).toBe(true)
      if (error instanceof Error) expect(error.message).not.toContain('\n')
    }),
    { numRuns: 150, interruptAfterTimeLimit: 20_000 },
  )
})

function caught(text: string): unknown {
  try {
    readScenario(text, 's.yaml')
    return undefined
  } catch (error) {
    return error
  }
}
