import { readFile } from 'node:fs/promises'
import { text as textOf } from 'node:stream/consumers'
import { Option, type Command } from 'commander'
import { readConfigFile } from '../config/load.js'
import { isMysqlDsn } from '../config/schema.js'
import { SosieError } from '../base/errors.js'

/** Flags that name the databases: a DSN, `@FILE` that contains it, or `-` for standard input. Environment variables apply when a flag is missing. */
export interface DsnFlags {
  readonly legacyDb?: string
  readonly candidateDb?: string
}

/** Flags of every command that asks both databases. */
export interface DatabaseFlags extends DsnFlags {
  readonly config?: string
}

export interface Databases {
  readonly legacy: string
  readonly candidate: string
}

export const dsnHelp = `
A DSN is mysql://user:password@host:port/name. Its password does not belong in an argument, which every user of the machine can read: give
the DSN in SOSIE_LEGACY_DB and SOSIE_CANDIDATE_DB, in a file (--legacy-db @FILE), on standard input (--legacy-db -), or in sosie.yaml.
`

/** @param purpose appended to each description, such as ", for experiments". */
export function withDsnOptions(command: Command, purpose = ''): Command {
  const option = (leg: string, words: string): Option =>
    new Option(`--${leg}-db <dsn>`, `${words}${purpose}: a DSN, @FILE or - for standard input`).env(
      `SOSIE_${leg.toUpperCase()}_DB`,
    )
  return command
    .addOption(option('legacy', "the old stack's database"))
    .addOption(option('candidate', "the new stack's database"))
}

export function withDatabaseOptions(command: Command): Command {
  return withDsnOptions(command).option(
    '--config <file>',
    'sosie.yaml with legacy.database and candidate.database; flags and environment win over it',
  )
}

/** Returns the DSNs that flags or environment give, read from files or standard input if they say so. @param input what `-` stands for. */
export async function dsnsOf(
  { legacyDb, candidateDb }: DsnFlags,
  input: NodeJS.ReadableStream = process.stdin,
): Promise<DsnFlags> {
  if (legacyDb === '-' && candidateDb === '-')
    throw new SosieError('SOSIE_E_USAGE', 'Standard input holds one DSN. Give the other in a file, with @FILE.')
  const legacy = await dsnIn(legacyDb, '--legacy-db', input)
  const candidate = await dsnIn(candidateDb, '--candidate-db', input)
  return {
    ...(legacy === undefined ? {} : { legacyDb: legacy }),
    ...(candidate === undefined ? {} : { candidateDb: candidate }),
  }
}

async function dsnIn(
  given: string | undefined,
  flag: string,
  input: NodeJS.ReadableStream,
): Promise<string | undefined> {
  if (given === undefined || given === '') return undefined
  if (given === '-') return checked((await textOf(input)).trim(), `standard input (${flag} -)`)
  if (!given.startsWith('@')) return checked(given, flag)
  const file = given.slice(1)
  try {
    return checked((await readFile(file, 'utf8')).trim(), file)
  } catch (cause) {
    if (cause instanceof SosieError) throw cause
    throw new SosieError('SOSIE_E_NOT_READABLE', `Cannot read ${file}, where ${flag} expects a DSN.`, { cause })
  }
}

/** Checks a DSN. The error never shows it, because even an invalid one may contain a password. */
function checked(dsn: string, where: string): string {
  if (isMysqlDsn(dsn)) return dsn
  throw new SosieError('SOSIE_E_USAGE', `What ${where} gives is no DSN as mysql://user:password@host:port/database.`)
}

/** Returns the DSNs of both databases, from flags, the environment or the configuration. */
export async function databasesOf(flags: DatabaseFlags): Promise<Databases> {
  const given = await dsnsOf(flags)
  const file = flags.config === undefined ? {} : await readConfigFile(flags.config)
  const dsnOf = (leg: keyof Databases, flag: string | undefined, name: string): string => {
    const configured = (file[leg] as { readonly database?: unknown } | undefined)?.database
    const dsn = flag ?? configured
    if (dsn === undefined)
      throw new SosieError(
        'SOSIE_E_USAGE',
        `Which is the ${leg} database? Give SOSIE_${leg.toUpperCase()}_DB, ${name} or ${leg}.database in --config.`,
      )
    if (typeof dsn === 'string' && isMysqlDsn(dsn)) return dsn
    const text = `The ${leg} database must be a DSN as mysql://user:password@host:port/database.`
    throw new SosieError('SOSIE_E_USAGE', text)
  }
  return {
    legacy: dsnOf('legacy', given.legacyDb, '--legacy-db'),
    candidate: dsnOf('candidate', given.candidateDb, '--candidate-db'),
  }
}
