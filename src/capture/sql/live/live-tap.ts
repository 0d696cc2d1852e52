import { Worker, type MessagePort } from 'node:worker_threads'
import type { StatementsOfRequest } from '../../../model/statement.js'
import { openPassThrough, type Passing } from '../pass-through.js'
import { certainty, type LiveTapCounts } from './certainty.js'
import type { FromFinder, ToFinder } from './finder-thread.js'
import type { AskConcluded, Concluded, LiveTapSettings, Mark } from './messages.js'

/** The tap between live legacy and its database: in its thread, what `openLiveTap` talks to. */
export interface LiveTap {
  marks(marks: readonly Mark[]): void
  /** Answers through this port what is certain of a request, as soon as it is known. */
  answerTo(port: MessagePort): void
  readonly counts: LiveTapCounts
  close(): Promise<void>
}

const pollMs = 5
/** Milliseconds after an answer in which PHP closes its connections; one that stays open is a persistent one. */
const closeGraceMs = 100
/** Milliseconds that a new connection waits for its process to be found. */
const mostHeldMs = 50
/** Conclusions that wait to be asked for: only mirrored requests are. */
const mostConclusions = 20_000
const keptMs = 60_000

interface Conclusion {
  readonly at: number
  readonly statements: StatementsOfRequest
}

export async function runLiveTap(
  settings: LiveTapSettings,
  now: () => number,
  fault: (message: string) => void,
): Promise<LiveTap> {
  const known = certainty()
  const visitOf = new Map<number, number>()
  const conclusions = new Map<string, Conclusion>()
  const waiting = new Map<string, MessagePort>()
  const held = new Map<number, () => void>()
  const found = (visit: number, pid: number | undefined): void => {
    known.worker(visit, pid)
    held.get(visit)?.()
    held.delete(visit)
  }
  const finder = settings.matchProcesses ? startFinder(settings, found) : undefined

  const begins = ({ number, remotePort }: Passing): number => {
    const sought = finder !== undefined && remotePort !== undefined
    const visit = known.visit(now(), sought)
    visitOf.set(number, visit)
    if (sought) finder.postMessage({ visit, clientPort: remotePort } satisfies ToFinder)
    return visit
  }
  /** A page may be over, and its process with it unknown, before the kernel's table was read: PHP waits for the greeting. */
  const opened = (passing: Passing): Promise<void> | undefined => {
    const visit = begins(passing)
    if (finder === undefined) return undefined
    return new Promise((resolve) => {
      held.set(visit, resolve)
      setTimeout(() => {
        held.delete(visit)
        resolve()
      }, mostHeldMs)
    })
  }
  const passThrough = await openPassThrough(
    settings,
    () => undefined,
    {
      opened,
      statement: (statement, { number }) => known.statement(visitOf.get(number) ?? 0, statement),
      session(passing, again) {
        const before = visitOf.get(passing.number)
        if (before === undefined || !again) return
        known.visitEnded(before)
        begins(passing)
      },
      closed({ number }) {
        known.visitEnded(visitOf.get(number) ?? 0)
        visitOf.delete(number)
      },
      fault,
    },
    now,
  )

  const answer = (port: MessagePort, id: string, statements: StatementsOfRequest): void =>
    port.postMessage({ id, statements } satisfies Concluded)
  const conclude = (id: string): void => {
    const statements = known.conclude(id)
    const port = waiting.get(id)
    waiting.delete(id)
    if (port !== undefined) return answer(port, id, statements)
    conclusions.set(id, { at: now(), statements })
  }
  const poll = (): void => {
    for (const { id, ended, quiet } of known.over()) if (quiet || now() - ended > closeGraceMs) conclude(id)
  }
  const forget = (): void => {
    known.forget(now())
    for (const [id, { at }] of conclusions) {
      if (now() - at < keptMs && conclusions.size <= mostConclusions) break
      conclusions.delete(id)
    }
  }
  const timers = [setInterval(poll, pollMs), setInterval(forget, 500)]

  return {
    counts: known.counts,
    marks(marks) {
      for (const mark of marks) {
        if ('begun' in mark) known.begun(mark.id, mark.route, mark.begun)
        else known.ended(mark.id, mark.ended, mark.whole)
      }
    },
    answerTo(port) {
      port.on('message', ({ id }: AskConcluded) => {
        const ready = conclusions.get(id)
        conclusions.delete(id)
        if (ready === undefined) waiting.set(id, port)
        else answer(port, id, ready.statements)
      })
    },
    async close() {
      for (const timer of timers) clearInterval(timer)
      await Promise.all([passThrough.close(), finder?.terminate()])
    },
  }
}

function startFinder(
  { listen }: LiveTapSettings,
  found: (visit: number, pid: number | undefined) => void,
): Worker | undefined {
  if ('path' in listen) return undefined
  const finder = new Worker(new URL('./finder-thread.js', import.meta.url), { workerData: listen.port })
  finder.on('message', ({ visit, pid }: FromFinder) => {
    found(visit, pid)
  })
  finder.on('error', () => undefined) // without it workers are not known: less is certain, nothing is wrong
  return finder
}
