import { readFileSync } from 'node:fs'
import iconv from 'iconv-lite'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { differencesBetween } from '../../src/compare/compare.js'
import type { Difference } from '../../src/model/difference.js'
import { anExchange } from '../support/factories.js'
import { tellingPlaces, withAnotherLetter } from './mutation.js'

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
