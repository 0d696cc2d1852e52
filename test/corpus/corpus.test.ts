import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { differencesBetween } from '../../src/compare/compare.js'
import type { Difference } from '../../src/model/difference.js'
import { nothingLearned } from '../../src/compare/noise/ledger.js'
import { defaultThresholds } from '../../src/diagnose/cause.js'
import { causes } from '../../src/diagnose/causes/registry.js'
import { judge } from '../../src/diagnose/judge.js'
import { headerOf, type Headers } from '../../src/model/http.js'
import { anExchange, aPair, aRequest } from '../support/factories.js'
import { answersOf, casesIn, hosts, rulesOf, type Case } from './cases.js'
import { noHosts } from '../../src/compare/comparator.js'

/** From the real stacks, by `node lab/dist/capture-corpus.js`; labelled by what is planted in the boutique. */
interface Captured {
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
  /** Latin-1 text of the bytes. */
  readonly body: string
}

const captured = JSON.parse(readFileSync(new URL('captured.json', import.meta.url), 'utf8')) as Captured[]
const cases = casesIn('made.yaml')
const noiseCases = casesIn('noise.yaml')

function compared(each: Case): Difference[] {
  const { legacy, candidate } = answersOf(each)
  const options = { identicalBodies: false, hosts, target: each.target ?? '/' }
  return differencesBetween(anExchange({ response: legacy }), anExchange({ response: candidate }), options)
}

const inWords = ({ part, kind, path }: Difference): string => `${part} ${kind} ${path}`

test.each(cases)('$type: $name', (each) => {
  expect(compared(each).map(inWords).sort()).toEqual([...each.expect].sort())
})

test.each(noiseCases)('$type, news or not: $name', (each) => {
  const { legacy, candidate, control } = answersOf(each)
  const pair = aPair({
    legacy: { response: legacy },
    candidate: { response: candidate },
    ...(control === undefined ? {} : { control: { response: control } }),
  })
  const { differences, noise } = judge(pair, {
    causes,
    thresholds: defaultThresholds,
    hosts,
    noise: { rules: rulesOf(each), learned: nothingLearned },
  })
  expect(differences.map(inWords).sort()).toEqual([...each.expect].sort())
  expect(noise.map(({ source, difference }) => `${source} ${inWords(difference)}`).sort()).toEqual(
    [...(each.noise ?? [])].sort(),
  )
})

/** What a browser does not show: names of end tags and comments. */
const meaningless = /<\/[^>]*>|<!--.*?-->/gs

/** Places of letters and digits that mean something. */
function tellingPlaces(text: string): number[] {
  const blank = text.replace(meaningless, (piece) => ' '.repeat(piece.length))
  return [...blank.matchAll(/[a-z0-9]/g)].map(({ index }) => index)
}

function withAnotherLetter(text: string, at: number): string {
  const letter = text[at] ?? ''
  const other = letter === 'z' ? 'y' : letter === '9' ? '8' : String.fromCharCode(letter.charCodeAt(0) + 1)
  return text.slice(0, at) + other + text.slice(at + 1)
}

test.each(cases.filter(({ legacy, base64 }) => base64 !== true && tellingPlaces(legacy).length > 0))(
  '$type, any one letter changed is reported: $name',
  ({ legacy, ...each }) => {
    const against = (candidate: string): Difference[] =>
      compared({ name: each.name, type: each.type, legacy, candidate, expect: [] })
    const read = (each.unread ?? []).reduce((text, piece) => text.replace(piece, ' '.repeat(piece.length)), legacy)
    const unseen = tellingPlaces(read).filter((at) => against(withAnotherLetter(legacy, at)).length === 0)
    expect(unseen.map((at) => legacy.slice(Math.max(0, at - 5), at + 5))).toEqual([])
  },
)

const ofCapture = ({ status, headers, body }: Answer) => ({
  response: {
    status,
    headers: headers.filter(([name]) => name !== 'content-encoding'),
    bytes: Buffer.from(body, 'latin1'),
  },
})

test.each(captured)('captured $path: $label', ({ path, label, legacy, candidate, control }) => {
  const pair = aPair({
    route: `GET ${path}`,
    request: aRequest({ target: path, receivedAt: Date.parse(headerOf(legacy.headers, 'date') ?? '') }),
    legacy: ofCapture(legacy),
    candidate: ofCapture(candidate),
    control: ofCapture(control),
  })
  const { differences } = judge(pair, {
    causes,
    thresholds: defaultThresholds,
    hosts: noHosts,
    noise: { rules: [], learned: nothingLearned },
  })
  expect(differences.length > 0 ? 'different' : 'same').toBe(label)
})

/** Places of a captured answer at which the check changes something: spread over all of it. */
const placesTried = 60

test.each(captured.filter(({ legacy }) => legacy.body.length > 0))(
  'captured $path, any letter or digit changed is reported, at many places',
  ({ legacy }) => {
    const telling = tellingPlaces(legacy.body)
    const step = Math.max(1, Math.floor(telling.length / placesTried))
    const one = anExchange(ofCapture(legacy))
    const unseen = telling
      .filter((_, index) => index % step === 0)
      .filter((at) => {
        const changed = anExchange(ofCapture({ ...legacy, body: withAnotherLetter(legacy.body, at) }))
        return differencesBetween(one, changed, { identicalBodies: false, hosts: noHosts }).length === 0
      })
    expect(unseen.map((at) => legacy.body.slice(Math.max(0, at - 10), at + 10))).toEqual([])
  },
)
