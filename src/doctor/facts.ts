/** What was read of one stack, as plain data: names as the server spells them, types and values as its text. */
export interface StackFacts {
  /** As `SELECT VERSION()`: `5.7.29-log`, `9.7.4-2`, `10.6.16-MariaDB`. */
  readonly version: string
  /** Global system variables by lower-case name. */
  readonly variables: ReadonlyMap<string, string>
  /** Global status counters by lower-case name. */
  readonly status: ReadonlyMap<string, string>
  readonly clock: Clock
  /** Active plugins, lower-case. */
  readonly plugins: ReadonlySet<string>
  /** Storage engines that tables can be made with, lower-case. */
  readonly engines: ReadonlySet<string>
  readonly accounts: readonly Account[]
  /** What the account of the DSN may do in the whole schema, upper-case: `SELECT`, `SHOW VIEW`. */
  readonly privileges: ReadonlySet<string>
  readonly schema: SchemaDefaults
  readonly tables: readonly Table[]
  readonly columns: readonly Column[]
  readonly indexes: readonly Index[]
  readonly foreignKeys: readonly ForeignKey[]
  readonly programs: readonly Program[]
  readonly zeroDates: ZeroDates
  /** Of the words that both servers were asked about, upper-case, those that cannot be a name without quotes here. */
  readonly reserved: ReadonlySet<string>
  /** Of the functions that both servers were asked about, upper-case, those that do not exist here. */
  readonly missingFunctions: ReadonlySet<string>
  /** Legacy's tables and programs that this server's own parser refuses. Asked of the candidate only. */
  readonly refused: readonly Refusal[]
  readonly php: PhpFacts
}

export type FactName = keyof StackFacts

export type Fact<Value> =
  | { readonly state: 'read'; readonly value: Value }
  /** `why` is the server's own words. */
  | { readonly state: 'unread'; readonly why: string }
  /** Nobody wanted it: no row says that it is missing. */
  | { readonly state: 'not-asked' }

export type GatheredFacts = { readonly [Name in FactName]: Fact<StackFacts[Name]> }

export interface Clock {
  /** CONVERT_TZ knows zones by name: the time zone tables are filled. */
  readonly namedZones: boolean
  /** Minutes that NOW() is ahead of UTC. */
  readonly utcOffsetMinutes: number
}

export interface Account {
  /** `user@host`. */
  readonly name: string
  readonly plugin: string
}

export interface SchemaDefaults {
  readonly name: string
  readonly charset: string
  readonly collation: string
}

export interface Table {
  readonly name: string
  readonly engine: string
  readonly rowFormat: string
  readonly collation: string
  readonly partitioned: boolean
}

export interface Column {
  readonly table: string
  readonly name: string
  /** As `SHOW COLUMNS` writes it, lower-case: `float(7,2) unsigned`. */
  readonly type: string
  readonly nullable: boolean
  /** Undefined where there is none; `NULL` is no default here. */
  readonly default: string | undefined
  /** `auto_increment`, `on update current_timestamp`, `virtual generated`, lower-case. */
  readonly extra: string
  /** Empty for what is no text. */
  readonly charset: string
  readonly collation: string
}

export interface Index {
  readonly table: string
  readonly name: string
  readonly unique: boolean
  /** In order; `characters` where only a prefix is indexed. */
  readonly columns: readonly { readonly name: string; readonly characters: number | undefined }[]
}

export interface ForeignKey {
  readonly table: string
  readonly name: string
  readonly columns: readonly string[]
  readonly referencedTable: string
  readonly referencedColumns: readonly string[]
}

export type ProgramKind = 'view' | 'procedure' | 'function' | 'trigger' | 'event' | 'generated column'

/** SQL that is kept in the schema. */
export interface Program {
  readonly kind: ProgramKind
  /** `table.column` of a generated column. */
  readonly name: string
  /** Undefined where the account may not see it. */
  readonly body: string | undefined
  /** That it was made under, comma-separated; empty for views and columns. */
  readonly sqlMode: string
  /** `user@host`; undefined for columns. */
  readonly definer: string | undefined
}

export interface ZeroDates {
  /** `table.column` of date columns that hold a zero date, or a date with a zero month or day. */
  readonly found: readonly string[]
  /** Those that there was no time to look through. */
  readonly unfinished: readonly string[]
}

export interface Refusal {
  /** `procedure total`, `table rank`. */
  readonly object: string
  readonly kind: ProgramKind | 'table'
  readonly name: string
  readonly errno: number
  readonly message: string
}

export interface PhpFacts {
  readonly version: string
  /** Server API: `FPM/FastCGI`, `Apache 2.0 Handler`. */
  readonly sapi: string
  /** Values in force by directive, as phpinfo writes them; `no value` is the empty text. */
  readonly ini: ReadonlyMap<string, string>
  /** Lower-case names. */
  readonly extensions: ReadonlySet<string>
}

export function read<Value>(value: Value): Fact<Value> {
  return { state: 'read', value }
}

export const notAsked = { state: 'not-asked' } as const
