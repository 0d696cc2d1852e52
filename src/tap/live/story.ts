import type { Statement } from '../../model/statement.js'

/** What the tap on live legacy knows, as the rooms beside this one reason about it. Times in milliseconds since 1970. */

/** A request that went to legacy. */
export interface LiveRequest {
  readonly id: string
  readonly route: string
  readonly target: string
  readonly begun: number
  /** The ports of ours that it was sent from: one, unless it was sent again. */
  readonly ports: number[]
  /** Infinity while it is under way. */
  ended: number
  /** False: nobody heard the end of its answer, PHP may be at work still. */
  whole: boolean
  /** The process that served it. */
  worker: number | 'several' | undefined
  /** PHP's log has it. */
  logged: LoggedAs | undefined
  concluded: boolean
  /** When it was last tried to conclude it. */
  tried: number
}

/** A connection to the database, or the part of it that is one request's. */
export interface Visit {
  readonly from: number
  /** When its last statement was sent: PHP waited for its answer, so its request was not over then. */
  last: number
  over: boolean
  /** Its process is looked for. */
  sought: boolean
  pid: number | undefined
  readonly statements: Statement[]
  dropped: boolean
  learned: boolean
  /** Who may have begun it, once every request is known that was sent before. */
  begunBy: readonly LiveRequest[] | undefined
}

export interface LoggedAs {
  readonly pid: number | 'several'
  /** Its process was still with it then. */
  readonly until: number
}

/** A line of php-fpm's access log: a process is done with a script, and says whose. */
export interface LogLine {
  readonly pid: number
  /** Where the web server's request came from: a port of ours. */
  readonly port: number
  /** Path and query, or their beginning where the log cut them short. */
  readonly target: string
  /** It was written after this, */
  readonly after: number
  /** and was there at this time. */
  readonly by: number
}
