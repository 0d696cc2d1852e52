import { expect, test } from '@jest/globals'
import type { Exchange } from '../../src/model/exchange.js'
import { experimentOn } from '../../src/probe/statement-experiment.js'
import { anExchange, aRequest, aStatement } from '../support/factories.js'

const question = { cause: 'query-cache-dependence', key: 'd1', sql: 'SELECT 1 FROM item', lostMs: 80 } as const

const whyNot = (candidate: Exchange): Promise<unknown> => {
  const sources = { ask: () => Promise.resolve(candidate), controlTapped: false, repeats: 3, onFault: () => undefined }
  return experimentOn(sources, question, aRequest(), 'GET /')
}

test('a repeated request that is not answered is told as that, with its failure', async () => {
  const failure = { kind: 'timeout', during: 'headers' } as const
  expect(await whyNot(anExchange({ leg: 'candidate', failure, attribution: 'ambiguous' }))).toBe(
    'candidate did not answer the repeated request (timeout)',
  )
})

test('an answer whose statements may be those of another request is no measurement', async () => {
  expect(await whyNot(anExchange({ leg: 'candidate', attribution: 'ambiguous' }))).toBe(
    'the statements of the repeated request could not be told from others',
  )
})

test('a worker that was still at another request is asked again, and then measured', async () => {
  const asked: Exchange['attribution'][] = []
  const [unclear, clear] = (['ambiguous', 'exact'] as const).map((attribution) =>
    anExchange({ leg: 'candidate', attribution, statements: [aStatement({ sql: question.sql, ms: 5 })] }),
  )
  const ask = (): Promise<Exchange> => {
    const exchange = asked.length === 1 || asked.length === 3 ? clear : unclear
    asked.push(exchange?.attribution ?? 'none')
    return Promise.resolve(exchange ?? anExchange())
  }
  const sources = { ask, controlTapped: false, repeats: 1, onFault: () => undefined }
  expect(await experimentOn(sources, question, aRequest(), 'GET /')).toMatchObject({ repeats: 1 })
  expect(asked).toEqual(['ambiguous', 'exact', 'ambiguous', 'exact'])
})
