import type { Statement } from '../../model/statement.js'

/** What the tap on live legacy knows, as the files beside this one reason about it. Times are milliseconds since the epoch. */

/** A request that went to legacy. */
export interface LiveRequest {
  readonly id: string
  readonly route: string
  readonly target: string
  readonly begun: number
  /** Local ports that it was sent from: one, unless it was sent again. */
  readonly ports: number[]
  /** Infinity while it is under way. */
  ended: number
  /** False if nobody heard the end of its answer; PHP may still be at work. */
  whole: boolean
  /** The process that served it; undefined while unknown. */
  worker: number | 'several' | undefined
  /** Its entry in PHP's log; undefined while it has none. */
  logged: LoggedAs | undefined
  concluded: boolean
  /** Time of the last attempt to conclude it. */
  tried: number
}

/** A connection to the database, or the part of it that belongs to one request. */
export interface Visit {
  readonly from: number
  /** Time at which its last statement was sent. PHP waited for the answer, so its request was not over then. */
  last: number
  over: boolean
  /** True while its process is looked for. */
  sought: boolean
  pid: number | undefined
  readonly statements: Statement[]
  dropped: boolean
  learned: boolean
  /** Requests that may have begun it; undefined until every request sent before it is known. */
  begunBy: readonly LiveRequest[] | undefined
}

export interface LoggedAs {
  readonly pid: number | 'several'
  /** Time at which the process was still with the request. */
  readonly until: number
}

/** A line of php-fpm's access log: a process is done with a script, and says for which request. */
export interface LogLine {
  readonly pid: number
  /** Port that the web server's request came from: one of ours. */
  readonly port: number
  /** Path and query, or their beginning if the log cut them short. */
  readonly target: string
  /** Time after which the line was written. */
  readonly after: number
  /** Time at which the line was there. */
  readonly by: number
}
