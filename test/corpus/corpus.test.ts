import { expect, test } from '@jest/globals'
import { differencesBetween } from '../../src/compare/compare.js'
import type { Difference } from '../../src/model/difference.js'
import { nothingLearned } from '../../src/compare/noise/ledger.js'
import { defaultThresholds } from '../../src/knowledge/cause.js'
import { detectors } from '../../src/knowledge/registry.js'
import { judge } from '../../src/diagnose/judge.js'
import { anExchange, aPair } from '../support/factories.js'
import { answersOf, casesIn, hosts, rulesOf, type Case } from './cases.js'
import { tellingPlaces, withAnotherLetter } from './mutation.js'

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
    detectors,
    thresholds: defaultThresholds,
    hosts,
    noise: { rules: rulesOf(each), learned: nothingLearned },
  })
  expect(differences.map(inWords).sort()).toEqual([...each.expect].sort())
  expect(noise.map(({ source, difference }) => `${source} ${inWords(difference)}`).sort()).toEqual(
    [...(each.noise ?? [])].sort(),
  )
})

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
