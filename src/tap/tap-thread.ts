import { parentPort, workerData } from 'node:worker_threads'
import type { FromTaps, TapAddress, ToTaps } from './messages.js'
import { openTap, type Tap, type TapCounters } from './tap.js'

/** The tap thread with all taps of a run. Apart from the mirror's thread, so that neither waits for the other (ADR 0002). */
const taps = new Map<string, Tap>()

if (await openAll(workerData as readonly TapAddress[])) {
  parentPort?.on('message', (message: ToTaps) => void answer(message).then(say))
  say({ type: 'open' })
}

async function openAll(addresses: readonly TapAddress[]): Promise<boolean> {
  for (const address of addresses) {
    try {
      taps.set(address.name, await openTap(address, (message) => say({ type: 'fault', message })))
    } catch (error) {
      say({
        type: 'cannot-listen',
        listen: address.listen,
        reason: error instanceof Error ? error.message : String(error),
      })
      await Promise.all([...taps.values()].map((tap) => tap.close()))
      return false
    }
  }
  return true
}

async function answer(message: ToTaps): Promise<FromTaps> {
  switch (message.type) {
    case 'collect': {
      const nothing = { statements: [], attribution: 'none' } as const
      return { type: 'collected', call: message.call, statements: (await taps.get(message.name)?.collect()) ?? nothing }
    }
    case 'session-statement':
      taps.get(message.name)?.setSessionStatement(message.sql)
      return { type: 'done', call: message.call }
    case 'counters':
      return { type: 'counted', call: message.call, counters: sum([...taps.values()].map(({ counters }) => counters)) }
    case 'close':
      await Promise.all([...taps.values()].map((tap) => tap.close()))
      return { type: 'done', call: message.call }
  }
}

function sum(all: readonly TapCounters[]): TapCounters {
  const total: TapCounters = { connections: 0, statements: 0, unread: 0, dropped: 0, late: 0 }
  for (const counters of all) {
    total.connections += counters.connections
    total.statements += counters.statements
    total.unread += counters.unread
    total.dropped += counters.dropped
    total.late += counters.late
  }
  return total
}

function say(message: FromTaps): void {
  parentPort?.postMessage(message)
}
