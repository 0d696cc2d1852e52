import { expect, test } from '@jest/globals'
import type { Sighting } from '../../src/model/finding.js'
import type { Judgement } from '../../src/model/judgement.js'
import type { RunEvent, RunWriter } from '../../src/model/store.js'
import { Recorder } from '../../src/verifier/recorder.js'
import { aPair } from '../support/factories.js'

const sighting: Sighting = { cause: 'c', key: 'k', proof: 'none', severity: 'major', title: 'T', evidence: {} }
const showing: Judgement = { verdict: 'mismatch', differences: [], noise: [], sightings: [sighting], questions: [] }

/** A store that answers when it is told to, as a server far away does, and that fails when it is told to. */
function aSlowStore() {
  const batches: (readonly RunEvent[])[] = []
  const open: { resolve: () => void; reject: (error: Error) => void }[] = []
  const writer: RunWriter = {
    before: undefined,
    maxBatchBytes: 1_000_000,
    write: (batch) => {
      batches.push(batch)
      return new Promise((resolve, reject) => open.push({ resolve, reject }))
    },
    tidy: () => Promise.resolve(),
    async *routeTimes() {}, // no route was timed
    judgeAgain: () => Promise.resolve([]),
    isGone: () => false,
    close: () => Promise.resolve(),
  }
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const answer = async (error?: Error): Promise<void> => {
    await turn()
    const next = open.shift()
    if (error === undefined) next?.resolve()
    else next?.reject(error)
    await turn()
  }
  return { writer, batches, answer, begun: turn }
}

function aRecording() {
  const store = aSlowStore()
  const told: string[] = []
  const recorder = new Recorder(store.writer, {
    fault: (message) => told.push(message),
    recovered: (message) => told.push(message),
    taken: (pairs, settled) => told.push(`${pairs} and ${settled} taken`),
  })
  return { ...store, told, recorder }
}

const typesOf = (batch: readonly RunEvent[] | undefined) => batch?.map(({ type }) => type)
const newsIn = (batch: readonly RunEvent[] | undefined) =>
  batch?.flatMap((event) => (event.type === 'pair' ? event.shown.map(({ isNews }) => isNews) : []))

test('one batch is written at a time: what comes meanwhile waits for the next', async () => {
  const { recorder, batches, answer, begun, told } = aRecording()
  recorder.pair(aPair({ id: 'p1' }), showing)
  void recorder.flush()
  await begun()
  recorder.pair(aPair({ id: 'p2' }), showing)
  void recorder.flush()
  recorder.pair(aPair({ id: 'p3' }), showing)
  await begun()
  expect(batches.map(typesOf)).toEqual([['begun', 'pair', 'counters']])
  expect(recorder.accounted()).toBe(3)
  await answer()
  await answer()
  expect(batches.map(typesOf)).toEqual([
    ['begun', 'pair', 'counters'],
    ['pair', 'pair', 'counters'],
  ])
  expect(batches.map(newsIn)).toEqual([[true], [false, false]])
  const ended = recorder.end(2)
  await answer()
  await answer()
  await ended
  expect(typesOf(batches.at(-1))).toEqual(['ended'])
  expect(told).toEqual(['1 and 0 taken', '2 and 0 taken'])
})

test('a batch that fails is counted, and what it said of a finding is news again', async () => {
  const { recorder, batches, answer, told } = aRecording()
  recorder.pair(aPair({ id: 'p1' }), showing)
  void recorder.flush()
  await answer()
  recorder.pair(aPair({ id: 'p2' }), { ...showing, sightings: [{ ...sighting, key: 'other' }] })
  void recorder.flush()
  await answer(new Error('the server has gone away'))
  recorder.pair(aPair({ id: 'p3' }), { ...showing, sightings: [{ ...sighting, key: 'other' }] })
  void recorder.flush()
  await answer()
  expect(batches.map(newsIn)).toEqual([[true], [true], [true]])
  expect(recorder.tally()).toMatchObject({ mismatch: 2, incomparable: 1, reasons: { 'recording-failed': 1 } })
  expect(batches.at(-1)?.at(-1)).toMatchObject({ type: 'counters', counts: new Map([['lost.recording-failed', 1]]) })
  expect(told).toContain(
    'The recording cannot be written: the server has gone away. Users are served; what is lost is counted.',
  )
  void recorder.abandon()
  await answer()
})

test('a conclusion is a batch of its own, in its place', async () => {
  const { recorder, batches, answer } = aRecording()
  recorder.pair(aPair({ id: 'p1' }), showing)
  recorder.refuted('c', 'k', {}, 'Repeated, it is fast.')
  recorder.pair(aPair({ id: 'p2' }), showing)
  for (let batch = 0; batch < 3; batch += 1) await answer()
  expect(batches.map(typesOf)).toEqual([
    ['begun', 'pair', 'counters'],
    ['finding-concluded', 'counters'],
    ['pair', 'counters'],
  ])
  expect(newsIn(batches.at(-1))).toEqual([])
  void recorder.abandon()
  await answer()
})
