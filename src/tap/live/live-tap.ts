import { Worker, type MessagePort } from 'node:worker_threads'
import type { StatementsOfRequest } from '../../model/statement.js'
import { openPassThrough, type Passing } from '../pass-through.js'
import { certainty, type LiveTapCounts } from './certainty.js'
import type { FromFinder, ToFinder } from './finder-thread.js'
import { followFpmLog } from './fpm-log.js'
import type { AskConcluded, Concluded, LiveTapSettings, LiveTapStart, Mark } from './messages.js'
import { traced } from './trace.js'

/** The tap between live legacy and its database, inside its thread; `openLiveTap` talks to it. */
export interface LiveTap {
  marks(marks: readonly Mark[]): void
  /** Answers through this port, as soon as it is known, what is certain of a request. */
  answerTo(port: MessagePort): void
  readonly counts: LiveTapCounts
  close(): Promise<void>
}

const pollMs = 5
/** Milliseconds between two reads of PHP's log. */
const logMs = 2
/** Milliseconds after an answer in which PHP closes its connections; one that stays open is persistent. */
const closeGraceMs = 100
/** Maximum milliseconds that a new connection waits for its process to be found. */
const maxHeldMs = 50
/** Maximum number of conclusions that wait to be asked for: only those of mirrored requests are. */
const maxConclusions = 20_000
const keptMs = 60_000

interface Conclusion {
  readonly at: number
  readonly statements: StatementsOfRequest
}

export async function runLiveTap(
  { settings, certainFrom }: LiveTapStart,
  now: () => number,
  fault: (message: string) => void,
): Promise<LiveTap> {
  const { trace, accessLog } = settings
  const plain = certainty(certainFrom)
  const known = trace === undefined ? { ...plain, save: () => undefined } : traced(plain, trace)
  const visitOf = new Map<number, number>()
  const conclusions = new Map<string, Conclusion>()
  const waiting = new Map<string, MessagePort>()
  const held = new Map<number, () => void>()
  /** The process of each visit, if it was found. */
  const pids = new Map<number, number>()
  const found = (visit: number, pid: number | undefined): void => {
    if (pid !== undefined) pids.set(visit, pid)
    known.worker(visit, pid)
    held.get(visit)?.()
    held.delete(visit)
  }
  const finder = settings.matchProcesses ? startFinder(settings, found) : undefined

  /**
   * Looks up the process of a new connection and holds the greeting back, for which PHP waits: otherwise a short page
   * and its process could be over before the kernel's table was read.
   */
  const opened = ({ number, remotePort }: Passing): Promise<void> | undefined => {
    const sought = finder !== undefined && remotePort !== undefined
    const visit = known.visit(now(), sought)
    visitOf.set(number, visit)
    if (!sought) return undefined
    finder.postMessage({ visit, clientPort: remotePort } satisfies ToFinder)
    return new Promise((resolve) => {
      held.set(visit, resolve)
      setTimeout(() => {
        held.delete(visit)
        resolve()
      }, maxHeldMs)
    })
  }
  const ended = (number: number): number => {
    const visit = visitOf.get(number) ?? 0
    known.visitEnded(visit)
    visitOf.delete(number)
    return visit
  }
  /** Begins a new visit when another request uses a connection that PHP kept; the process is the same. */
  const begunAgain = ({ number }: Passing): void => {
    const before = ended(number)
    const visit = known.visit(now(), false)
    visitOf.set(number, visit)
    const pid = pids.get(before)
    pids.delete(before)
    if (pid !== undefined) found(visit, pid)
  }
  const passThrough = await openPassThrough(
    settings,
    () => undefined,
    {
      opened,
      statement: (statement, { number }) => known.statement(visitOf.get(number) ?? 0, statement),
      session(passing, again) {
        if (again) begunAgain(passing)
      },
      closed({ number }) {
        pids.delete(ended(number))
      },
      fault,
    },
    now,
  )

  const answer = (port: MessagePort, id: string, statements: StatementsOfRequest): void =>
    port.postMessage({ id, statements } satisfies Concluded)
  const concluded = (id: string, statements: StatementsOfRequest | undefined): void => {
    if (statements === undefined) return
    const port = waiting.get(id)
    waiting.delete(id)
    if (port !== undefined) return answer(port, id, statements)
    conclusions.set(id, { at: now(), statements })
  }
  const poll = (): void => {
    for (const { id, overFor, isQuiet } of known.due(now()))
      if (overFor > closeGraceMs) concluded(id, known.conclude(id))
      else if (isQuiet) concluded(id, known.attempt(id, now()))
  }
  const forget = (): void => {
    known.forget(now())
    for (const [id, { at }] of conclusions) {
      if (now() - at < keptMs && conclusions.size <= maxConclusions) break
      conclusions.delete(id)
    }
  }
  const log =
    accessLog === undefined
      ? undefined
      : followFpmLog(accessLog, now, { line: (line) => known.logged(line), gap: (at) => known.logGap(at), fault })
  const timers = [
    setInterval(poll, pollMs),
    setInterval(forget, 500),
    setInterval(() => void log?.read(), logMs),
    setInterval(() => void log?.check(), 1000),
  ]

  return {
    counts: known.counts,
    marks(marks) {
      for (const mark of marks) {
        if ('begun' in mark) known.begun(mark.id, mark, mark.begun)
        else if ('sent' in mark) known.sent(mark.id, mark.port, mark.sent)
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
      await Promise.all([passThrough.close(), finder?.terminate(), log?.close()])
      known.save()
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
  finder.on('error', () => undefined) // without it workers are unknown: less is certain, but nothing is wrong
  return finder
}
