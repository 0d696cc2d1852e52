import { Worker } from 'node:worker_threads'
import { SosieError } from '../base/errors.js'
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
  /** Something that the user must mend, in a sentence. */
  readonly fault: (message: string) => void
}

/** Opens every tap or none. */
export async function openTaps(addresses: readonly TapAddress[], events: TapsEvents): Promise<Taps> {
  if (addresses.length === 0) return noTaps
  const worker = new Worker(new URL('./tap-thread.js', import.meta.url), { workerData: addresses })
  await opened(worker, events)
  return talkTo(worker, events)
}

const noTaps: Taps = {
  collect: () => Promise.resolve(nothingSeen),
  setSessionStatement: () => Promise.resolve(),
  counters: () => Promise.resolve(nothingCounted),
  close: () => Promise.resolve(),
}

/** The first tap may have connections, and faults, before the last one is open. */
function opened(worker: Worker, events: TapsEvents): Promise<void> {
  return new Promise((resolve, reject) => {
    const hear = (message: FromTaps): void => {
      if (message.type === 'fault') return events.fault(message.message)
      worker.off('error', reject)
      worker.off('message', hear)
      if (message.type === 'open') return resolve()
      void worker.terminate()
      const where = message.type === 'cannot-listen' ? wordsFor(message.listen) : 'its address'
      const why = message.type === 'cannot-listen' ? ` (${message.reason})` : ''
      const text = `The tap cannot listen on ${where}${why}. Stop what uses it or change the lane's tap.listen.`
      reject(new SosieError('SOSIE_E_LISTEN', text))
    }
    worker.once('error', reject)
    worker.on('message', hear)
  })
}

function talkTo(worker: Worker, events: TapsEvents): Taps {
  const calls = new Map<number, (message: FromTaps | undefined) => void>()
  let lastCall = 0
  let dead = false

  const answerAll = (): void => {
    for (const answer of calls.values()) answer(undefined)
    calls.clear()
  }
  worker.on('message', (message: FromTaps) => {
    if (message.type === 'fault') events.fault(message.message)
    if (!('call' in message)) return
    calls.get(message.call)?.(message)
    calls.delete(message.call)
  })
  worker.on('error', (error) => {
    dead = true
    answerAll() // nobody waits for a dead thread
    events.died(error)
  })

  const call = (make: (call: number) => ToTaps): Promise<FromTaps | undefined> =>
    new Promise((resolve) => {
      if (dead) return resolve(undefined)
      lastCall += 1
      calls.set(lastCall, resolve)
      worker.postMessage(make(lastCall))
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
      dead = true
      await worker.terminate()
    },
  }
}
