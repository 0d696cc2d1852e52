import { expect, test } from '@jest/globals'
import { otherData } from '../../src/verifier/other-data.js'
import type { ApartBecause, Judgement } from '../../src/model/judgement.js'
import { aPair, aReadPair, aRequest, aStatement } from '../support/factories.js'

const judgedApart = (apart: ApartBecause): Judgement => ({
  verdict: 'incomparable',
  incomparable: 'unpaired-data',
  apart,
  differences: [],
  noise: [],
  sightings: [],
  questions: [],
})

const sentences = (data: ReturnType<typeof otherData>): string[] => data.notes().map(({ sentence }) => sentence)

test('a run without control and with all data in step has nothing to tell', () => {
  expect(otherData([], 'absent').notes()).toEqual([])
  expect(otherData([], 'on-a-copy').notes()).toEqual([])
})

test('control on legacy itself is told, and what it wrote, with its tables', () => {
  const data = otherData([], 'on-legacy')
  data.controlWrote('GET /photo/{id}', ['photos', 'visits'])
  expect(sentences(data)).toEqual([
    "Control works on legacy's own database, where a page that writes writes twice. With a copy, say control.copy: true.",
    "Control wrote to legacy's database: GET /photo/{id} changed photos, visits. Control was asked there no more; let it work on a copy of the database.",
  ])
})

test('rows of a table that control wrote are not compared from then on, and the pairs are counted', () => {
  const data = otherData([], 'on-legacy')
  const reads = aStatement({ sql: 'SELECT hits FROM photos', rowsHash: { ordered: 'a', unordered: 'a' } })
  const pair = aReadPair({
    request: aRequest({ target: '/list' }),
    control: { statements: [reads] },
    candidate: { statements: [{ ...reads, rowsHash: { ordered: 'b', unordered: 'b' } }] },
  })
  expect(data.apart(pair)).toBeUndefined()
  data.controlWrote('GET /photo', ['photos'])
  const apart = data.apart(pair)
  expect(apart).toEqual({ kind: 'control-write', name: 'photos' })
  if (apart !== undefined) data.judged(aPair(), judgedApart(apart))
  expect(sentences(data).at(-1)).toBe('1 pair that differs was not compared: control changed photos on legacy.')
})

test('pairs left out are counted by what holds them apart, and no more than five names are told', () => {
  const data = otherData(['prices'], 'absent')
  data.judged(aPair(), judgedApart({ kind: 'drift', name: 'prices' }))
  for (let index = 0; index < 7; index += 1)
    data.judged(aPair(), judgedApart({ kind: 'unmirrored-write', name: `POST /save-${index}.php` }))
  expect(sentences(data)).toEqual([
    '1 pair that differs was not compared: the drift check found other rows in prices.',
    '7 pairs that differ were not compared: they show what POST /save-0.php, POST /save-1.php, POST /save-2.php, POST /save-3.php, POST /save-4.php and 2 more wrote on legacy and the candidate was not sent.',
  ])
})
