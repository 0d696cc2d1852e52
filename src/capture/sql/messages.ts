import type { StatementsOfRequest } from '../../model/statement.js'
import type { Address, TapCounters } from './tap.js'

export interface TapAddress {
  /** Name of the lane it serves. */
  readonly name: string
  readonly listen: Address
  readonly target: Address
}

export type ToTaps =
  | { readonly type: 'collect'; readonly call: number; readonly name: string }
  | {
      readonly type: 'session-statement'
      readonly call: number
      readonly name: string
      readonly sql: string | undefined
    }
  | { readonly type: 'counters'; readonly call: number }
  | { readonly type: 'close'; readonly call: number }

export type FromTaps =
  | { readonly type: 'open' }
  | { readonly type: 'cannot-listen'; readonly listen: Address; readonly reason: string }
  | { readonly type: 'collected'; readonly call: number; readonly statements: StatementsOfRequest }
  | { readonly type: 'counted'; readonly call: number; readonly counters: TapCounters }
  | { readonly type: 'done'; readonly call: number }
