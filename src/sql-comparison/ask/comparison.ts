import PQueue from 'p-queue'
import { sqlDifferences } from '../compare/answers.js'
import type { SqlClasses } from '../compare/classes.js'
import { isUtf8 } from '../compare/byte-strings.js'
import { isSosieError } from '../../base/errors.js'
import type { Action } from '../../sql/log-replay.js'
import { databaseOfUse } from '../../sql/use.js'
import { analyst } from './analysis.js'
import { askBoth, type Answers } from './ask-both.js'
import { bothMoved, lanesOf, type Lane } from './lanes.js'
import type { Asking } from './seat.js'
import type { Server, Side } from './server.js'
import { sessions, withSetting, type LoggedSession, type WaitingStatement } from './sessions.js'
import { whyNotUndone, type UnsafeTables } from './unsafe-tables.js'

export interface ComparisonOptions {
  readonly concurrency: number
  /** Database of sessions that name none; undefined: the DSN's. */
  readonly database: string | undefined
  readonly writes: boolean
  /** Why writes to some tables cannot be undone; empty without writes. */
  readonly unsafe: UnsafeTables
  /** Max statements of one class to ask; undefined: all. */
  readonly perClass: number | undefined
  /** Milliseconds after which a statement is given up. */
  readonly timeoutMs: number
}

/** Asks both servers the statements of many sessions, in order within each session, and collects the differences. */
export interface Comparison {
  /** Makes this the session's default database from here on. */
  database(session: string, name: string): void
  end(session: string): void
  /**
   * Queues a statement. Returns a promise when the queue is full; it resolves when there is room again.
   *
   * @param sql A byte string.
   * @param place Where it comes from, as `line 12`.
   */
  statement(session: string, sql: string, place: string): Promise<void> | undefined
  /** Counts a statement that is not asked. */
  leaveOut(reason: string): void
  /** Resolves when everything handed in has been asked or left out. */
  idle(): Promise<void>
  /** Stops asking; statements that still wait are left out. The first reason is kept. */
  stop(reason: StopReason): void
  stopped(): StopReason | undefined
  readonly counts: ComparisonCounts
  close(): void
}

export type StopReason = 'interrupted' | 'server-gone'

export interface ComparisonCounts {
  statements: number
  readonly notCompared: Record<string, number>
  /** Number of writes refused because of their table, by reason. */
  readonly refusedTables: Map<string, number>
  /** Number of statements that are not UTF-8. */
  notUtf8: number
}

/** Max statements that wait: enough to keep every lane busy, too few to matter for memory. */
const maxWaiting = 2000
const maxWaitingBytes = 32 * 1024 * 1024
/** Max statements of a session in a row before another session has its turn. */
const turn = 64
const watchMs = 1000
/** Milliseconds in addition to `timeoutMs`, because the server has the same limit and should act first. */
const graceMs = 5000

export function createComparison(
  servers: Readonly<Record<Side, Server>>,
  options: ComparisonOptions,
  classes: SqlClasses,
): Comparison {
  const queue = new PQueue({ concurrency: options.concurrency })
  const oneWrite = new PQueue({ concurrency: 1 }) // two writes would wait for each other's locks
  const analyse = analyst()
  const known = sessions({ database: options.database ?? servers.legacy.database, settings: [] })
  const lanes = lanesOf(servers, options.concurrency)
  const askedOf = new Map<string, number>()
  const counts: ComparisonCounts = { statements: 0, notCompared: {}, refusedTables: new Map(), notUtf8: 0 }
  let [waiting, waitingBytes] = [0, 0]
  let stopped: StopReason | undefined
  let fault: unknown
  let haveRoom: (() => void) | undefined
  const watch = setInterval(() => lanes.giveUpAfter(options.timeoutMs + graceMs), watchMs)

  const leaveOut = (reason: string): void => {
    counts.notCompared[reason] = (counts.notCompared[reason] ?? 0) + 1
  }
  /** Returns why a statement is not asked; undefined when it is. */
  const refusalOf = ({ sql, analysis: { replay, digest } }: WaitingStatement): string | undefined => {
    if ('refused' in replay) return replay.refused
    if (replay.action === 'write') {
      if (!options.writes) return 'write'
      const why = whyNotUndone(sql, options.unsafe)
      if (why !== undefined) {
        counts.refusedTables.set(why, (counts.refusedTables.get(why) ?? 0) + 1)
        return 'not-undone'
      }
    }
    if (options.perClass === undefined || replay.action === 'session') return undefined
    const before = askedOf.get(digest) ?? 0
    askedOf.set(digest, before + 1)
    return before >= options.perClass ? 'per-class' : undefined
  }
  const schedule = (session: LoggedSession): void => {
    session.scheduled = true
    void queue.add(() => work(session))
  }
  const work = async (session: LoggedSession): Promise<void> => {
    const lane = lanes.take(session)
    for (let done = 0; done < turn; done += 1) {
      const next = session.waiting.shift()
      if (next === undefined) break
      if ('database' in next) session.state = { ...session.state, database: next.database }
      else await one(lane, session, next)
    }
    lanes.giveBack(lane)
    session.scheduled = false
    if (session.waiting.length > 0) schedule(session)
  }
  const one = async (lane: Lane, session: LoggedSession, statement: WaitingStatement): Promise<void> => {
    try {
      if (stopped === undefined) await compare(lane, session, statement)
      else leaveOut(stopped)
    } catch (error) {
      stopped ??= 'server-gone'
      if (!isSosieError(error)) fault ??= error
      leaveOut(stopped)
    }
    waiting -= 1
    waitingBytes -= statement.sql.length
    if (waiting > maxWaiting / 2 || waitingBytes > maxWaitingBytes / 2) return
    haveRoom?.()
    haveRoom = undefined
  }
  const compare = async (lane: Lane, session: LoggedSession, statement: WaitingStatement): Promise<void> => {
    const { sql, place, analysis } = statement
    if ('refused' in analysis.replay) return
    const { action } = analysis.replay
    const asking = askingOf(session, sql, action)
    const ask = (): Promise<Answers> => askBoth(lane, asking)
    const { legacy, candidate, lost } = await (action === 'write' ? oneWrite.add(ask) : ask())
    const differences = lost ?? sqlDifferences(sql, legacy, candidate, analysis.undetermined)
    const { digest, shape } = analysis
    classes.add({ sql, place, digest, shape, setsUp: action === 'session', legacy, candidate }, differences)
    if (action === 'session') remember(lane, session, sql)
  }
  const askingOf = (session: LoggedSession, sql: string, action: Action): Asking => {
    const database = databaseOfUse(sql)
    if (database !== undefined) {
      session.state = { ...session.state, database }
      return { sql: '', state: session.state, rolledBack: false, leavesTraces: false }
    }
    const utf8 = isUtf8(sql)
    if (!utf8) counts.notUtf8 += 1
    if (!utf8 && !session.charsetKnown) {
      session.charsetKnown = true
      session.state = withSetting(session.state, 'SET NAMES latin1')
    }
    const leavesTraces = action === 'session' || sql.includes('@')
    return { sql, state: session.state, rolledBack: action === 'write', leavesTraces }
  }
  /** Remembers a SET, to be repeated when the session moves to another lane. */
  const remember = (lane: Lane, session: LoggedSession, sql: string): void => {
    if (!/^\s*SET\b/i.test(sql)) return
    if (/\bNAMES\b|CHARSET|CHARACTER[\s_]SET/i.test(sql)) session.charsetKnown = true
    session.state = withSetting(session.state, sql)
    bothMoved(lane, session.state)
  }

  return {
    counts,
    leaveOut(reason) {
      counts.statements += 1
      leaveOut(reason)
    },
    database(id, database) {
      const { waiting: line } = known.of(id)
      const last = line.at(-1)
      if (last !== undefined && 'database' in last) line.pop() // no statement was asked there
      line.push({ database })
    },
    end: (id) => known.end(id),
    statement(id, sql, place) {
      counts.statements += 1
      const statement = { sql, place, analysis: analyse(sql) }
      const refusal = stopped ?? refusalOf(statement)
      if (refusal !== undefined) {
        leaveOut(refusal)
        return undefined
      }
      const session = known.of(id)
      session.waiting.push(statement)
      waiting += 1
      waitingBytes += sql.length
      if (!session.scheduled) schedule(session)
      if (waiting < maxWaiting && waitingBytes < maxWaitingBytes) return undefined
      return new Promise<void>((resolve) => (haveRoom = resolve))
    },
    async idle() {
      await queue.onIdle()
      if (fault !== undefined) throw fault as Error
    },
    stop: (reason) => void (stopped ??= reason),
    stopped: () => stopped,
    close() {
      clearInterval(watch)
      lanes.close()
    },
  }
}
