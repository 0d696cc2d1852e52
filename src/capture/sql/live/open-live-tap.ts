import { setTimeout as wait } from 'node:timers/promises'
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import { SosieError } from '../../../errors.js'
import type { LegacyStatements } from '../../../model/ports.js'
import { wordsFor } from '../address.js'
import type { LiveTapCounts } from './certainty.js'
import { clockFrom, epochNow } from './clock.js'
import type { Concluded, FromLiveTap, LiveTapSettings, Mark, ToLiveTap } from './messages.js'

/** The tap on live legacy, as the live path sees it. */
export interface LiveTapHandle {
  /** A request is about to go to legacy. Returns at once. */
  begun(id: string, request: { readonly route: string; readonly target: string }): void
  /** It leaves from this port of ours. */
  sent(id: string, port: number): void
  /** Legacy is done with it. @param whole false: nobody heard the end of its answer. */
  ended(id: string, whole: boolean): void
  /** An end for the mirror's thread, to be moved there; see `legacyStatements`. */
  asker(): MessagePort
  readonly counts: () => LiveTapCounts
  /** After the last request: until everything is concluded and counted. */
  rest(): Promise<void>
  close(): Promise<void>
}

const flushMs = 2
/** Longer than the tap waits for the end of a connection, and than until it tells its counts. */
const restMs = 400
const nothingCounted: LiveTapCounts = { exact: 0, ambiguous: 0, attributed: 0, statements: 0 }

/** Rejects when it cannot listen. @param fault hears what the user must mend, and of the thread's death. */
export async function openLiveTap(settings: LiveTapSettings, fault: (message: string) => void): Promise<LiveTapHandle> {
  const epoch = epochNow()
  const now = clockFrom(epoch)
  let worker = await opened(settings, epoch)
  let counts = nothingCounted
  let marks: Mark[] = []
  let timer: NodeJS.Timeout | undefined
  let closing: (() => void) | undefined

  const listen = (thread: Worker): void => {
    thread.on('message', (message: FromLiveTap) => {
      if (message.type === 'fault') fault(message.message)
      else if (message.type === 'counts') counts = message.counts
      else if (message.type === 'closed') closing?.()
    })
    thread.on('error', (error) => {
      // Legacy's connections are cut and its database is unreachable until the tap listens again: at once.
      fault(`The tap on live legacy died: ${error.message}. Connections to the database were cut; it is opened anew.`)
      opened(settings, epoch).then(
        (next) => {
          worker = next
          listen(next)
        },
        (reason: unknown) => fault(`The tap on live legacy cannot be opened anew: ${String(reason)}. Take it out now.`),
      )
    })
  }
  listen(worker)

  const flush = (): void => {
    timer = undefined
    worker.postMessage({ type: 'marks', marks } satisfies ToLiveTap)
    marks = []
  }
  const mark = (one: Mark): void => {
    marks.push(one)
    timer ??= setTimeout(flush, flushMs)
  }

  return {
    begun: (id, { route, target }) => mark({ id, route, target, begun: now() }),
    sent: (id, port) => mark({ id, port, sent: now() }),
    ended: (id, whole) => mark({ id, ended: now(), whole }),
    asker() {
      const { port1, port2 } = new MessageChannel()
      worker.postMessage({ type: 'asker', port: port1 } satisfies ToLiveTap, [port1])
      return port2
    },
    counts: () => counts,
    rest: () => wait(restMs),
    async close() {
      if (timer !== undefined) clearTimeout(timer)
      await new Promise<void>((resolve) => {
        closing = resolve
        worker.postMessage({ type: 'close' } satisfies ToLiveTap)
      })
      await worker.terminate()
    },
  }
}

function opened(settings: LiveTapSettings, epoch: number): Promise<Worker> {
  const worker = new Worker(new URL('./live-thread.js', import.meta.url), { workerData: { settings, epoch } })
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', (message: FromLiveTap) => {
      worker.off('error', reject)
      if (message.type !== 'cannot-listen') return resolve(worker)
      void worker.terminate()
      const text = `The tap on live legacy cannot listen on ${wordsFor(settings.listen)} (${message.reason}). Stop what uses it or change legacy.tap.listen.`
      reject(new SosieError('SOSIE_E_LISTEN', text))
    })
  })
}

/** Milliseconds that a pair waits for what its legacy leg asked its database. */
const patienceMs = 1000

/** What the mirror's thread asks through the port that it was given. */
export function legacyStatements(port: MessagePort): LegacyStatements {
  const calls = new Map<string, (concluded: Concluded) => void>()
  port.on('message', (message: Concluded) => {
    calls.get(message.id)?.(message)
    calls.delete(message.id)
  })
  port.unref()
  return {
    of: (id) =>
      new Promise((resolve) => {
        const giveUp = setTimeout(() => {
          calls.delete(id)
          resolve({ statements: [], attribution: 'ambiguous' })
        }, patienceMs)
        calls.set(id, ({ statements }) => {
          clearTimeout(giveUp)
          resolve(statements)
        })
        port.postMessage({ id })
      }),
  }
}
