import type { Command } from 'commander'
import { readConfigFile } from '../config/load.js'
import { isMysqlDsn } from '../config/schema.js'
import { SosieError } from '../errors.js'

/** Flags of every command that asks both databases. */
export interface DatabaseFlags {
  readonly legacyDb?: string
  readonly candidateDb?: string
  readonly config?: string
}

export interface Databases {
  readonly legacy: string
  readonly candidate: string
}

export function withDatabaseOptions(command: Command): Command {
  return command
    .option('--legacy-db <dsn>', "the old stack's database, mysql://user:password@host:port/name")
    .option('--candidate-db <dsn>', "the new stack's database")
    .option('--config <file>', 'sosie.yaml with legacy.database and candidate.database; flags win over it')
}

/** The DSNs of both databases, from the flags or the configuration. */
export async function databasesOf(flags: DatabaseFlags): Promise<Databases> {
  const file = flags.config === undefined ? {} : await readConfigFile(flags.config)
  const dsnOf = (leg: keyof Databases, flag: string | undefined, name: string): string => {
    const configured = (file[leg] as { readonly database?: unknown } | undefined)?.database
    const dsn = flag ?? configured
    if (dsn === undefined)
      throw new SosieError(
        'SOSIE_E_USAGE',
        `Which is the ${leg} database? Give ${name} or ${leg}.database in --config.`,
      )
    if (typeof dsn !== 'string' || !isMysqlDsn(dsn)) {
      const text = `The ${leg} database must be a DSN as mysql://user:password@host:port/database.`
      throw new SosieError('SOSIE_E_USAGE', text)
    }
    return dsn
  }
  return {
    legacy: dsnOf('legacy', flags.legacyDb, '--legacy-db'),
    candidate: dsnOf('candidate', flags.candidateDb, '--candidate-db'),
  }
}
