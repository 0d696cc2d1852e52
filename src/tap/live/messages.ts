import type { MessagePort } from 'node:worker_threads'
import type { StatementsOfRequest } from '../../model/statement.js'
import type { PassThroughSettings } from '../pass-through.js'
import type { LiveTapCounts } from './certainty.js'

export interface LiveTapSettings extends PassThroughSettings {
  /** True if connections are matched to the PHP processes of this machine. */
  readonly matchProcesses: boolean
  /** Path of php-fpm's access log, see `fpm-log.ts`; absent if there is none. */
  readonly accessLog?: string | undefined
  /** Path of a file for everything that was seen, so that tests can explain a wrong answer. */
  readonly trace?: string | undefined
}

/** What the thread starts with. */
export interface LiveTapStart {
  readonly settings: LiveTapSettings
  /** See `clock.ts`. */
  readonly epoch: number
  /** Milliseconds since the epoch; of requests begun earlier nothing is certain, because a previous tap saw a part of them. */
  readonly certainFrom: number
}

/**
 * A request went to legacy, left from a local port, or is done. Times are milliseconds since the epoch, by the clock of
 * `clock.ts`.
 */
export type Mark =
  | { readonly id: string; readonly route: string; readonly target: string; readonly begun: number }
  | { readonly id: string; readonly port: number; readonly sent: number }
  | { readonly id: string; readonly ended: number; readonly whole: boolean }

export type ToLiveTap =
  | { readonly type: 'marks'; readonly marks: readonly Mark[] }
  /** The mirror asks through this port (`AskConcluded`). */
  | { readonly type: 'asker'; readonly port: MessagePort }
  | { readonly type: 'close' }

export type FromLiveTap =
  | { readonly type: 'open' }
  | { readonly type: 'cannot-listen'; readonly reason: string }
  | { readonly type: 'fault'; readonly message: string }
  | { readonly type: 'counts'; readonly counts: LiveTapCounts }
  | { readonly type: 'closed' }

/** Tells the mirror that from now on a tap answers through this port. */
export interface Introduced {
  readonly port: MessagePort
}

/** Sent to the tap through its port to the mirror, and answered with `Concluded`. */
export interface AskConcluded {
  readonly id: string
}
export interface Concluded {
  readonly id: string
  readonly statements: StatementsOfRequest
}
