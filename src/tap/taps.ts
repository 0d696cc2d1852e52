import { Worker } from 'node:worker_threads'
import { SosieError } from '../base/errors.js'
import { supervised, untilReady, type FirstWord } from '../base/threads.js'
import type { StatementSource } from '../model/ports.js'
import type { StatementsOfRequest } from '../model/statement.js'
import { wordsFor } from './address.js'
import type { FromTaps, TapAddress, ToTaps } from './messages.js'
import type { TapCounters } from './tap.js'

/** The taps of a run, in a thread of their own, as the mirror sees them. */
export interface Taps extends StatementSource {
  counters(): Promise<TapCounters>
  close(): Promise<void>
}

const nothingSeen: StatementsOfRequest = { statements: [], attribution: 'none' }
const nothingCounted: TapCounters = { connections: 0, statements: 0, unread: 0, dropped: 0, late: 0 }

export interface TapsEvents {
  /** The thread died: statements are unknown from then on, and the lanes have lost their database. */
  readonly died: (error: Error) => void
  /** Reports something that the user must fix, in a sentence. */
  readonly fault: (message: string) => void
}

/** Opens all taps or none. */
export async function openTaps(addresses: readonly TapAddress[], events: TapsEvents): Promise<Taps> {
  if (addresses.length === 0) return noTaps
  const worker = new Worker(new URL('./tap-thread.js', import.meta.url), { workerData: addresses })
  // The first tap may have connections, and faults, before the last one is open.
  await untilReady(worker, firstWord, (message) => tellFault(message, events))
  return talkTo(worker, events)
}

const noTaps: Taps = {
  collect: () => Promise.resolve(nothingSeen),
  setSessionStatement: () => Promise.resolve(),
  counters: () => Promise.resolve(nothingCounted),
  close: () => Promise.resolve(),
}

function firstWord(message: FromTaps): FirstWord {
  if (message.type === 'open') return 'ready'
  if (message.type !== 'cannot-listen') return 'news'
  const text = `The tap cannot listen on ${wordsFor(message.listen)} (${message.reason}). Stop what uses it or change the lane's tap.listen.`
  return new SosieError('SOSIE_E_LISTEN', text)
}

function tellFault(message: FromTaps, events: TapsEvents): void {
  if (message.type === 'fault') events.fault(message.message)
}

function talkTo(worker: Worker, events: TapsEvents): Taps {
  const calls = new Map<number, (message: FromTaps | undefined) => void>()
  let lastCall = 0

  const thread = supervised<ToTaps, FromTaps>(worker, {
    hear(message) {
      tellFault(message, events)
      if (!('call' in message)) return
      calls.get(message.call)?.(message)
      calls.delete(message.call)
    },
    died(reason) {
      for (const answer of calls.values()) answer(undefined) // nobody waits for a dead thread
      calls.clear()
      events.died(reason)
      return undefined // the lanes have lost their connections: a new thread would see none of their requests whole
    },
  })

  const call = (make: (call: number) => ToTaps): Promise<FromTaps | undefined> =>
    new Promise((resolve) => {
      if (!thread.isAlive()) return resolve(undefined)
      lastCall += 1
      calls.set(lastCall, resolve)
      thread.post(make(lastCall))
    })

  return {
    async collect(name) {
      const answer = await call((number) => ({ type: 'collect', call: number, name }))
      return answer?.type === 'collected' ? answer.statements : nothingSeen
    },
    async setSessionStatement(name, sql) {
      await call((number) => ({ type: 'session-statement', call: number, name, sql }))
    },
    async counters() {
      const answer = await call((number) => ({ type: 'counters', call: number }))
      return answer?.type === 'counted' ? answer.counters : nothingCounted
    },
    async close() {
      await call((number) => ({ type: 'close', call: number }))
      await thread.terminate()
    },
  }
}
