import { readFileSync } from 'node:fs'
import iconv from 'iconv-lite'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { differencesBetween } from '../../src/compare/compare.js'
import type { Difference } from '../../src/model/difference.js'
import { nothingLearned } from '../../src/compare/noise/ledger.js'
import { defaultThresholds } from '../../src/diagnose/cause.js'
import { causes } from '../../src/diagnose/causes/registry.js'
import { judge } from '../../src/diagnose/judge.js'
import { headerOf, type Headers } from '../../src/model/http.js'
import { anExchange, aPair, aRequest } from '../support/factories.js'

interface Case {
  readonly name: string
  readonly type: keyof typeof mediaTypes
  readonly legacy: string
  readonly candidate: string
  /** How legacy's text is encoded; the candidate's is UTF-8. */
  readonly encoding?: string
  readonly status?: readonly [number, number]
  readonly headers?: Readonly<Record<string, string>>
  readonly candidateHeaders?: Readonly<Record<string, string>>
  readonly expect: readonly string[]
}

const mediaTypes = {
  json: 'application/json',
  html: 'text/html',
  xml: 'application/rss+xml',
  csv: 'text/csv',
  text: 'text/plain',
}
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
const cases = parse(readFileSync(new URL('made.yaml', import.meta.url), 'utf8')) as Case[]

function compared(
  { type, encoding = 'utf8', status = [200, 200], headers = {}, candidateHeaders = {} }: Case,
  legacy: string,
  candidate: string,
): Difference[] {
  const answer = (text: string, charset: string, code: number, fields: Readonly<Record<string, string>>) =>
    anExchange({
      response: {
        status: code,
        bytes: iconv.encode(text, charset),
        headers: [['Content-Type', mediaTypes[type]], ...Object.entries(fields)],
      },
    })
  const [one, other] = [
    answer(legacy, encoding, status[0], headers),
    answer(candidate, 'utf8', status[1], candidateHeaders),
  ]
  return differencesBetween(one, other, { identicalBodies: false, hosts: ['legacy.test', 'candidate.test'] })
}

const inWords = ({ part, kind, path }: Difference): string => `${part} ${kind} ${path}`

test.each(cases)('$type: $name', (each) => {
  const found = compared(each, each.legacy, each.candidate).map(inWords)
  expect([...found].sort()).toEqual([...each.expect].sort())
})

/** What a browser does not show: names of end tags, comments, and values that are each stack's own. */
const meaningless = /<\/[^>]*>|<!--.*?-->|<input[^>]*token[^>]*>/gs

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

test.each(cases.filter(({ legacy }) => tellingPlaces(legacy).length > 0))(
  '$type, any one letter changed is reported: $name',
  ({ name, type, legacy }) => {
    const alike = { name, type, legacy, candidate: legacy, expect: [] }
    const unseen = tellingPlaces(legacy).filter(
      (at) => compared(alike, legacy, withAnotherLetter(legacy, at)).length === 0,
    )
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
    hosts: [],
    noise: { rules: [], learned: nothingLearned },
  })
  expect(differences.length > 0 ? 'different' : 'same').toBe(label)
})

test.each(captured.filter(({ legacy }) => legacy.body.length > 0))(
  'captured $path, a digit changed in its middle is reported',
  ({ legacy }) => {
    const digits = tellingPlaces(legacy.body).filter((place) => /\d/.test(legacy.body[place] ?? ''))
    const at = digits[Math.floor(digits.length / 2)]
    if (at === undefined) return expect(digits).toEqual([])
    const other = { ...legacy, body: withAnotherLetter(legacy.body, at) }
    const [one, changed] = [anExchange(ofCapture(legacy)), anExchange(ofCapture(other))]
    expect(differencesBetween(one, changed, { identicalBodies: false, hosts: [] })).not.toEqual([])
  },
)
