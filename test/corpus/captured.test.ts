import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { noHosts } from '../../src/compare/comparator.js'
import { differencesBetween } from '../../src/compare/compare.js'
import { judge } from '../../src/diagnose/judge.js'
import { headerOf, type Headers } from '../../src/model/http.js'
import { anExchange, aPair, aRequest } from '../support/factories.js'
import { tellingPlaces, withAnotherLetter } from './mutation.js'
import { knowledge } from '../support/knowledge.js'

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
  const { differences } = judge(pair, knowledge)
  expect({ label: differences.length > 0 ? 'different' : 'same', differences }).toMatchObject({ label })
})

/** Places of a captured answer at which the check changes something: spread over all of it, and others in each answer. */
const placesTried = 20

test.each(captured.filter((each) => textOf(each.legacy).length > 0).map((each, index) => ({ ...each, index })))(
  '$of $path, any letter or digit changed is reported, at many places',
  ({ legacy, index: ofAnswer }) => {
    const text = textOf(legacy)
    const telling = tellingPlaces(text)
    const step = Math.max(1, Math.floor(telling.length / placesTried))
    const one = anExchange(asAnswer(legacy, text))
    const unseen = telling
      .filter((_, index) => index % step === ofAnswer % step)
      .filter((at) => {
        const changed = anExchange(asAnswer(legacy, withAnotherLetter(text, at)))
        return differencesBetween(one, changed, { identicalBodies: false, hosts: noHosts }).length === 0
      })
    expect(unseen.map((at) => text.slice(Math.max(0, at - 10), at + 10))).toEqual([])
  },
)
