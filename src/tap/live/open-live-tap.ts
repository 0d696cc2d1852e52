import { setTimeout as wait } from 'node:timers/promises'
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import { SosieError } from '../../base/errors.js'
import { supervised, untilReady, type FirstWord } from '../../base/threads.js'
import { wordsFor } from '../address.js'
import type { LiveTapCounts } from './certainty.js'
import { clockFrom, epochNow } from './clock.js'
import type { FromLiveTap, Introduced, LiveTapSettings, LiveTapStart, Mark, ToLiveTap } from './messages.js'
import { told } from './told.js'

/** The tap on live legacy, as the live path sees it. */
export interface LiveTapHandle {
  /** Reports a request that is about to go to legacy. Returns at once. */
  begun(id: string, request: { readonly route: string; readonly target: string }): void
  /** Reports the local port that it leaves from. */
  sent(id: string, port: number): void
  /** Reports that legacy is done with it. @param whole false if nobody heard the end of its answer. */
  ended(id: string, whole: boolean): void
  /** Returns a port to be moved to the mirror's thread; see `legacy-statements.ts`. */
  asker(): MessagePort
  readonly counts: () => LiveTapCounts
  /** Waits, after the last request, until everything is concluded and counted. */
  rest(): Promise<void>
  close(): Promise<void>
}

const flushMs = 2
/** Milliseconds; longer than the tap waits for the end of a connection, and than until it reports its counts. */
const restMs = 400
/** Milliseconds until the tap is opened again, if it could not be opened or died soon after. */
const againMs = 250
const nothingCounted: LiveTapCounts = { exact: 0, ambiguous: 0, attributed: 0, statements: 0 }

/**
 * Opens the tap in a thread of its own; rejects if it cannot listen. A thread that dies is opened again at once, as
 * often as it takes, because legacy has no database until then.
 *
 * @param fault called with what the user must fix, and with the thread's death.
 */
export async function openLiveTap(settings: LiveTapSettings, fault: (message: string) => void): Promise<LiveTapHandle> {
  const epoch = epochNow()
  const now = clockFrom(epoch)
  const requests = told()
  const askers = new Set<MessagePort>()
  let [before, counts] = [nothingCounted, nothingCounted]
  let marks: Mark[] = []
  let timer: NodeJS.Timeout | undefined
  let whenClosed: (() => void) | undefined
  /** When the present thread was opened, and when the last one died. */
  let [openedAt, died] = [-Infinity, -Infinity]
  let isOpen = true
  let failures = 0

  const introduce = (asker: MessagePort): void => {
    const { port1, port2 } = new MessageChannel()
    thread.post({ type: 'asker', port: port1 }, [port1])
    asker.postMessage({ port: port2 } satisfies Introduced, [port2])
  }
  const open = async (certainFrom: number): Promise<Worker> => {
    const worker = await openThread({ settings, epoch, certainFrom }, fault)
    openedAt = now()
    isOpen = true
    return worker
  }
  const thread = supervised<ToLiveTap, FromLiveTap>(await open(-Infinity), {
    launch: () => open(requests.certainFrom(died)),
    hear(message) {
      if (message.type === 'fault') fault(message.message)
      else if (message.type === 'counts') counts = sum(before, message.counts)
      else if (message.type === 'closed') whenClosed?.()
    },
    died(reason) {
      whenClosed?.()
      if (!isOpen) {
        failures += 1
        if (failures === 1) fault(cannotOpen(reason))
        return againMs
      }
      isOpen = false
      failures = 0
      died = now()
      fault(`The tap on live legacy died: ${reason.message}. Connections to the database were cut; it is opened again.`)
      return died - openedAt > againMs ? 0 : againMs
    },
    restarted() {
      before = requests.counted(counts)
      counts = before
      marks = []
      thread.post({ type: 'marks', marks: requests.underWay() })
      for (const asker of askers) introduce(asker)
    },
  })

  const flush = (): void => {
    timer = undefined
    thread.post({ type: 'marks', marks })
    marks = []
  }
  const mark = (one: Mark): void => {
    requests.mark(one)
    marks.push(one)
    timer ??= setTimeout(flush, flushMs)
  }

  return {
    begun: (id, { route, target }) => mark({ id, route, target, begun: now() }),
    sent: (id, port) => mark({ id, port, sent: now() }),
    ended: (id, whole) => mark({ id, ended: now(), whole }),
    asker() {
      const { port1, port2 } = new MessageChannel()
      askers.add(port1)
      port1.once('close', () => askers.delete(port1))
      port1.unref()
      introduce(port1)
      return port2
    },
    counts: () => counts,
    rest: () => wait(restMs),
    async close() {
      thread.expectEnd()
      clearTimeout(timer)
      await thread.settled()
      if (!thread.isAlive()) return
      await new Promise<void>((resolve) => {
        whenClosed = resolve
        thread.post({ type: 'close' })
      })
      await thread.terminate()
    },
  }
}

function cannotOpen(reason: Error): string {
  return `The tap on live legacy cannot be opened again: ${String(reason)}. It is tried again, and legacy has no database until then; take the tap out.`
}

async function openThread(start: LiveTapStart, fault: (message: string) => void): Promise<Worker> {
  const worker = new Worker(new URL('./live-thread.js', import.meta.url), { workerData: start })
  const firstWord = (message: FromLiveTap): FirstWord => {
    if (message.type !== 'cannot-listen') return message.type === 'fault' ? 'news' : 'ready'
    const text = `The tap on live legacy cannot listen on ${wordsFor(start.settings.listen)} (${message.reason}). Stop what uses it or change legacy.tap.listen.`
    return new SosieError('SOSIE_E_LISTEN', text)
  }
  // A connection may have a fault before the thread says that it is open.
  await untilReady(worker, firstWord, (message) => {
    if (message.type === 'fault') fault(message.message)
  })
  return worker
}

function sum(one: LiveTapCounts, other: LiveTapCounts): LiveTapCounts {
  return {
    exact: one.exact + other.exact,
    ambiguous: one.ambiguous + other.ambiguous,
    attributed: one.attributed + other.attributed,
    statements: one.statements + other.statements,
  }
}
