import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { certainty, type Certainty } from '../../../src/tap/live/certainty.js'
import { aStatement } from '../../support/factories.js'

const route = 'GET /'
const asking = (of: string): { route: string; target: string } => ({ route: of, target: '/' })

/** One connection with a statement at each of these times, ended. */
function visited(known: Certainty, from: number, sql: string, times: readonly number[], pid?: number): void {
  const visit = known.visit(from, false)
  if (pid !== undefined) known.worker(visit, pid)
  for (const startedAt of times) known.statement(visit, aStatement({ sql, startedAt }))
  known.visitEnded(visit)
}

function request(known: Certainty, id: string, from: number, to: number, of = route): void {
  known.begun(id, asking(of), from)
  known.ended(id, to, true)
}

/** Routes end with their answers once they were seen to, alone, three times. */
function trusting(known: Certainty, routes: readonly string[] = [route]): void {
  routes.forEach((of, index) => {
    for (const round of [0, 1, 2]) {
      const at = -1000 + index * 100 + round * 10
      request(known, `${of}${round}`, at, at + 5, of)
      visited(known, at + 1, 'x', [at + 2])
      known.conclude(`${of}${round}`)
    }
  })
}

const textsOf = (known: Certainty, id: string): string[] => known.conclude(id).statements.map(({ sql }) => sql)

test('the only request under way asked what was asked', () => {
  const known = certainty()
  request(known, 'one', 0, 10)
  visited(known, 1, 'a', [2, 3])
  expect(known.conclude('one')).toMatchObject({ attribution: 'exact', statements: [{ sql: 'a' }, { sql: 'a' }] })
})

test('of two that were under way neither gets what may be the other’s', () => {
  const known = certainty()
  known.begun('one', asking(route), 0)
  known.begun('two', asking(route), 1)
  known.ended('one', 10, true)
  known.ended('two', 11, true)
  visited(known, 2, 'a', [3])
  expect(known.conclude('one')).toEqual({ attribution: 'ambiguous', statements: [] })
  expect(known.conclude('two')).toEqual({ attribution: 'ambiguous', statements: [] })
  expect(known.counts).toEqual({ exact: 0, ambiguous: 2, attributed: 0, statements: 1 })
})

test('one that ended before the last statement is ruled out, but only where its route is known to end with its answer', () => {
  const overlap = (known: Certainty): void => {
    known.begun('one', asking(route), 0)
    known.begun('two', asking(route), 1)
    known.ended('one', 10, true)
    known.ended('two', 30, true)
    visited(known, 2, 'two', [3, 20])
  }
  const [unknowing, trusted] = [certainty(), certainty()]
  overlap(unknowing)
  expect(unknowing.conclude('two').attribution).toBe('ambiguous')
  trusting(trusted)
  overlap(trusted)
  expect(textsOf(trusted, 'two')).toEqual(['two', 'two'])
  expect(trusted.conclude('one')).toEqual({ attribution: 'exact', statements: [] })
})

test('a route that once went on after its answer is never trusted again', () => {
  const known = certainty()
  trusting(known)
  request(known, 'late', 0, 10)
  visited(known, 1, 'late', [2, 15])
  expect(textsOf(known, 'late')).toEqual(['late', 'late'])
  known.begun('one', asking(route), 100)
  known.begun('two', asking(route), 101)
  known.ended('one', 110, true)
  known.ended('two', 130, true)
  visited(known, 102, 'one', [103, 120])
  expect(known.conclude('two').attribution).toBe('ambiguous')
})

test('statements while nothing is under way come from elsewhere: nothing is certain for a minute', () => {
  const known = certainty()
  request(known, 'one', 0, 1)
  visited(known, 5000, 'cron', [5001])
  request(known, 'two', 6000, 6010)
  visited(known, 6001, 'two', [6002])
  known.forget(7000)
  expect(known.conclude('two').attribution).toBe('ambiguous')
  request(known, 'three', 90_000, 90_010)
  visited(known, 90_001, 'three', [90_002])
  expect(textsOf(known, 'three')).toEqual(['three'])
})

test('a connection that PHP keeps without a word on the wire makes the next request uncertain, not wrong', () => {
  const known = certainty()
  request(known, 'one', 0, 10)
  const kept = known.visit(1, false)
  known.statement(kept, aStatement({ sql: 'one', startedAt: 2 }))
  expect(textsOf(known, 'one')).toEqual(['one'])
  known.begun('two', asking(route), 20)
  known.statement(kept, aStatement({ sql: 'two', startedAt: 21 }))
  known.ended('two', 30, true)
  expect(known.conclude('two')).toEqual({ attribution: 'ambiguous', statements: [] })
})

test('a worker serves one request: who is known rules the others out, one after the other', () => {
  const known = certainty()
  known.begun('one', asking(route), 0)
  visited(known, 1, 'one', [2], 71)
  known.begun('two', asking(route), 3)
  visited(known, 4, 'two', [5], 72)
  known.begun('three', asking(route), 6)
  visited(known, 7, 'three', [8], 73)
  for (const id of ['one', 'two', 'three']) known.ended(id, 10, true)
  expect(['one', 'two', 'three'].map((id) => textsOf(known, id))).toEqual([['one'], ['two'], ['three']])
})

test('two that began together stay open between them, and a third is certain', () => {
  const known = certainty()
  known.begun('one', asking(route), 0)
  known.begun('two', asking(route), 0)
  visited(known, 1, 'one', [2], 71)
  visited(known, 1, 'two', [2], 72)
  known.begun('three', asking(route), 3)
  visited(known, 4, 'three', [5], 73)
  for (const id of ['one', 'two', 'three']) known.ended(id, 10, true)
  expect(known.conclude('one').attribution).toBe('ambiguous')
  expect(textsOf(known, 'three')).toEqual(['three'])
})

/** Requests on a pool of workers, as a list of things that happen; the truth stands in the texts. */
const schedules = fc.array(
  fc.record({
    worker: fc.nat({ max: 3 }),
    wait: fc.nat({ max: 12 }),
    length: fc.integer({ min: 4, max: 30 }),
    connections: fc.array(
      fc.tuple(fc.float({ min: 0, max: 1, noNaN: true }), fc.float({ min: 0, max: 1, noNaN: true })),
      {
        maxLength: 2,
      },
    ),
    late: fc.boolean(),
  }),
  { minLength: 5, maxLength: 40 },
)

test.each([true, false])('whatever requests overlap, none gets what another asked (workers known: %s)', (known) => {
  fc.assert(
    fc.property(schedules, (schedule) => {
      const judge = certainty()
      const free = [0, 0, 0, 0]
      let clock = 0
      const events: { at: number; run: () => void }[] = []
      const ids: string[] = []
      schedule.forEach(({ worker, wait, length, connections, late }, index) => {
        clock += wait
        const from = Math.max(clock, free[worker] ?? 0) + 0.01
        const [id, to] = [`r${index}`, from + length]
        // Pages of one route always go on after their answer, those of the others never do.
        const tail = late && worker === 0 ? 8 : 0
        free[worker] = to + tail
        const own = tail === 0 ? route : 'GET /late'
        ids.push(id)
        events.push({ at: from, run: () => judge.begun(id, asking(own), from) })
        events.push({ at: to, run: () => judge.ended(id, to, true) })
        for (const [start, end] of connections) {
          const open = from + 0.01 + start * (length - 0.02)
          const last = Math.max(open, from + end * (length - 0.02))
          let visit = 0
          events.push({
            at: open,
            run: () => {
              visit = judge.visit(open, false)
              if (known) judge.worker(visit, worker)
            },
          })
          const times = [open, last, ...(tail === 0 ? [] : [to + tail / 2])]
          for (const at of times)
            events.push({ at, run: () => judge.statement(visit, aStatement({ sql: id, startedAt: at })) })
          events.push({ at: to + tail + 0.001, run: () => judge.visitEnded(visit) })
        }
        events.push({ at: to + 50, run: () => expectOwn(judge, id) })
      })
      events.sort((one, other) => one.at - other.at)
      for (const { run } of events) run()
      expect(judge.counts.exact + judge.counts.ambiguous).toBe(ids.length)
    }),
    { numRuns: 300 },
  )
})

function expectOwn(judge: Certainty, id: string): void {
  const { statements } = judge.conclude(id)
  expect(statements.filter(({ sql }) => sql !== id)).toEqual([])
}
