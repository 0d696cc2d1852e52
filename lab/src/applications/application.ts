import type { Connection } from 'mysql2/promise'
import type { DatabaseAddress } from '../parts/given-database.js'
import type { PhpProgram, Program } from '../parts/choice.js'
import type { Progress } from '../progress.js'
import type { Side } from '../side.js'

/** An application that runs on both stacks. It fills legacy's database; the candidate's is loaded from legacy's dump. */
export interface Application {
  readonly name: string
  /** Changes whenever the data does, because prepared databases are cached under it. */
  readonly version: string
  /** Folder of each side's pages. */
  readonly documentRoots: Readonly<Record<Side, string>>
  fill(database: EmptyDatabase): Promise<void>
  /** SQL that runs on the candidate's database after the dump is loaded: what the migration changed. */
  readonly afterMigration: readonly string[]
}

/** Legacy's database, still empty. */
export interface EmptyDatabase {
  /** The database is already selected. */
  readonly connection: Connection
  readonly address: DatabaseAddress
}

/** The programs that may be used to make an application. */
export interface ApplicationTools {
  readonly legacyPhp: PhpProgram
  readonly nginx: Program
  readonly progress: Progress
}

export type MakeApplication = (tools: ApplicationTools) => Promise<Application>
