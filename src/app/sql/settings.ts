import type { ServerOptions, Side } from '../../sql-comparison/ask/server.js'
import type { SqlSource } from './source.js'

export interface SqlSettings {
  readonly source: SqlSource
  readonly databases: Readonly<Record<Side, string>>
  /** Default database of sessions that name none; undefined for the one in legacy's DSN. */
  readonly database: string | undefined
  readonly concurrency: number
  readonly writes: boolean
  /** Maximum statements to read; undefined for all. */
  readonly limit: number | undefined
  /** Maximum statements of one class to ask; undefined for all. */
  readonly perClass: number | undefined
  readonly server: ServerOptions
}
