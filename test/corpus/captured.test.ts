import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { noHosts } from '../../src/compare/comparator.js'
import { differencesBetween } from '../../src/compare/compare.js'
import { nothingLearned } from '../../src/compare/noise/ledger.js'
import { defaultThresholds } from '../../src/diagnose/cause.js'
import { causes } from '../../src/diagnose/causes/registry.js'
import { judge } from '../../src/diagnose/judge.js'
import { headerOf, type Headers } from '../../src/model/http.js'
import { anExchange, aPair, aRequest } from '../support/factories.js'
import { tellingPlaces, withAnotherLetter } from './mutation.js'

/** From the real stacks, by `node lab/dist/capture-corpus.js`; labelled by what is planted in the boutique and in WordPress. */
interface Captured {
  readonly of: string
  readonly path: string
  readonly label: 'same' | 'different'
  readonly planted: readonly string[]
  readonly legacy: Answer
  readonly candidate: Answer
  readonly control: Answer
}

interface Answer {
  readonly status: number
  readonly headers: Headers
  /** Its number among the bodies, which are Latin-1 texts of bytes. */
  readonly body: number
}

const read = (name: string): Buffer => readFileSync(new URL(name, import.meta.url))
const captured = JSON.parse(read('captured.json').toString()) as Captured[]
const bodies = JSON.parse(brotliDecompressSync(read('captured-bodies.json.br')).toString()) as string[]

const textOf = ({ body }: Answer): string => bodies[body] ?? ''
const asAnswer = ({ status, headers }: Answer, text: string) => ({
  response: {
    status,
    headers: headers.filter(([name]) => name !== 'content-encoding'),
    bytes: Buffer.from(text, 'latin1'),
  },
})

test.each(captured)('$of $path: $label', ({ path, label, legacy, candidate, control }) => {
  const pair = aPair({
    route: `GET ${path}`,
    request: aRequest({ target: path, receivedAt: Date.parse(headerOf(legacy.headers, 'date') ?? '') }),
    legacy: asAnswer(legacy, textOf(legacy)),
    candidate: asAnswer(candidate, textOf(candidate)),
    control: asAnswer(control, textOf(control)),
  })
  const { differences } = judge(pair, {
    causes,
    thresholds: defaultThresholds,
    hosts: noHosts,
    noise: { rules: [], learned: nothingLearned },
  })
  expect({ label: differences.length > 0 ? 'different' : 'same', differences }).toMatchObject({ label })
})

test.each(captured.filter((each) => textOf(each.legacy).length > 0))(
  '$of $path, a digit changed in its middle is reported',
  ({ legacy }) => {
    const text = textOf(legacy)
    const digits = tellingPlaces(text).filter((place) => /\d/.test(text[place] ?? ''))
    const at = digits[Math.floor(digits.length / 2)]
    if (at === undefined) return expect(digits).toEqual([])
    const [one, changed] = [
      anExchange(asAnswer(legacy, text)),
      anExchange(asAnswer(legacy, withAnotherLetter(text, at))),
    ]
    expect(differencesBetween(one, changed, { identicalBodies: false, hosts: noHosts })).not.toEqual([])
  },
)
