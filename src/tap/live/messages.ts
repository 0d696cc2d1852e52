import type { MessagePort } from 'node:worker_threads'
import type { StatementsOfRequest } from '../../model/statement.js'
import type { PassThroughSettings } from '../pass-through.js'
import type { LiveTapCounts } from './certainty.js'

export interface LiveTapSettings extends PassThroughSettings {
  /** Connections are matched to the PHP processes of this machine. */
  readonly matchProcesses: boolean
  /** php-fpm's access log, see `fpm-log.ts`. */
  readonly accessLog?: string | undefined
  /** A file for everything that was seen, so that tests can explain a wrong answer. */
  readonly trace?: string | undefined
}

/** What the thread begins with. */
export interface LiveTapStart {
  readonly settings: LiveTapSettings
  /** See `clock.ts`. */
  readonly epoch: number
  /** Of requests begun before, milliseconds since 1970, nothing is certain: a tap before this one saw a part of them. */
  readonly certainFrom: number
}

/** A request went to legacy, left from a port of ours, or legacy was done with it. Times in milliseconds since 1970, by the clock of `clock.ts`. */
export type Mark =
  | { readonly id: string; readonly route: string; readonly target: string; readonly begun: number }
  | { readonly id: string; readonly port: number; readonly sent: number }
  | { readonly id: string; readonly ended: number; readonly whole: boolean }

export type ToLiveTap =
  | { readonly type: 'marks'; readonly marks: readonly Mark[] }
  /** Whoever mirrors asks through this port (`AskConcluded`). */
  | { readonly type: 'asker'; readonly port: MessagePort }
  | { readonly type: 'close' }

export type FromLiveTap =
  | { readonly type: 'open' }
  | { readonly type: 'cannot-listen'; readonly reason: string }
  | { readonly type: 'fault'; readonly message: string }
  | { readonly type: 'counts'; readonly counts: LiveTapCounts }
  | { readonly type: 'closed' }

/** To whoever mirrors: from now on a tap answers through this port. */
export interface Introduced {
  readonly port: MessagePort
}

/** Through the port between the mirror and the tap. */
export interface AskConcluded {
  readonly id: string
}
export interface Concluded {
  readonly id: string
  readonly statements: StatementsOfRequest
}
