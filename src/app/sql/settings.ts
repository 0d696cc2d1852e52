import type { ServerOptions, Side } from '../../sql-comparison/ask/server.js'
import type { SqlSource } from './source.js'

export interface SqlSettings {
  readonly source: SqlSource
  readonly databases: Readonly<Record<Side, string>>
  /** Default database of sessions that name none; undefined: legacy's DSN's. */
  readonly database: string | undefined
  readonly concurrency: number
  readonly writes: boolean
  /** Statements that are read; undefined: all. */
  readonly limit: number | undefined
  /** Statements of one class that are asked; undefined: all. */
  readonly perClass: number | undefined
  readonly server: ServerOptions
}
