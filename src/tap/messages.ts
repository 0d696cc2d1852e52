import type { StatementsOfRequest } from '../model/statement.js'
import type { Address } from './address.js'
import type { PassThroughSettings } from './pass-through.js'
import type { TapCounters } from './tap.js'

/** Settings of a lane's tap; its name is the lane's. */
export type TapAddress = PassThroughSettings

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
  | { readonly type: 'fault'; readonly message: string }
