/** Everything read from one stack, as plain data: names as the server spells them, types and values as text. */
export interface StackFacts {
  /** As `SELECT VERSION()` returns it: `5.7.29-log`, `9.7.4-2`, `10.6.16-MariaDB`. */
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
  /** Privileges of the DSN's account on the whole schema, upper-case: `SELECT`, `SHOW VIEW`. */
  readonly privileges: ReadonlySet<string>
  readonly schema: SchemaDefaults
  readonly tables: readonly Table[]
  readonly columns: readonly Column[]
  readonly indexes: readonly Index[]
  readonly foreignKeys: readonly ForeignKey[]
  readonly programs: readonly Program[]
  readonly zeroDates: ZeroDates
  /** Words that this server does not accept as an unquoted name, upper-case; both servers are asked about the same words. */
  readonly reserved: ReadonlySet<string>
  /** Functions that do not exist on this server, upper-case; both servers are asked about the same functions. */
  readonly missingFunctions: ReadonlySet<string>
  /** Legacy's tables and programs that this server's own parser refuses. Asked of the candidate only. */
  readonly refused: readonly Refusal[]
  readonly php: PhpFacts
}

export type FactName = keyof StackFacts

export type Fact<Value> =
  | { readonly state: 'read'; readonly value: Value }
  /** `why` is the server's own message if it sent one. */
  | { readonly state: 'unread'; readonly why: string }
  /** Nobody asked for it, so no row reports it as missing. */
  | { readonly state: 'not-asked' }

export type GatheredFacts = { readonly [Name in FactName]: Fact<StackFacts[Name]> }

export interface Clock {
  /** True when the time zone tables are filled, so that CONVERT_TZ knows zones by name. */
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
  /** Undefined when there is none; DEFAULT NULL counts as none. */
  readonly default: string | undefined
  /** `auto_increment`, `on update current_timestamp`, `virtual generated`, lower-case. */
  readonly extra: string
  /** Empty when the column does not hold text. */
  readonly charset: string
  readonly collation: string
}

export interface Index {
  readonly table: string
  readonly name: string
  readonly unique: boolean
  /** In the order of the index; `characters` is set when only a prefix is indexed. */
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

/** SQL that is stored in the schema. */
export interface Program {
  readonly kind: ProgramKind
  /** `table.column` for a generated column. */
  readonly name: string
  /** Undefined when the account may not see it. */
  readonly body: string | undefined
  /** The sql_mode that it was created under, comma-separated; empty for views and columns. */
  readonly sqlMode: string
  /** `user@host`; undefined for columns. */
  readonly definer: string | undefined
}

export interface ZeroDates {
  /** `table.column` of date columns that hold a zero date, or a date with a zero month or day. */
  readonly found: readonly string[]
  /** `table.column` of date columns that there was no time to search. */
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
