import type { Connection } from 'mysql2/promise'
import type { DatabaseAddress } from '../parts/given-database.js'
import type { PhpProgram, Program } from '../parts/choice.js'
import type { Progress } from '../progress.js'
import type { Side } from '../side.js'

/** An application that runs on both stacks: its pages and how legacy's database is filled. The candidate's is loaded from legacy's dump. */
export interface Application {
  readonly name: string
  /** Changes with the data: prepared databases are kept under it. */
  readonly version: string
  /** Folder of the pages of each side. */
  readonly documentRoots: Readonly<Record<Side, string>>
  fill(database: EmptyDatabase): Promise<void>
  /** SQL that the candidate's database is given after the dump: what a migration changed. */
  readonly afterMigration: readonly string[]
}

/** Legacy's database before anything is in it. */
export interface EmptyDatabase {
  /** Uses the database already. */
  readonly connection: Connection
  readonly address: DatabaseAddress
}

/** What an application may be made with. */
export interface ApplicationTools {
  readonly legacyPhp: PhpProgram
  readonly nginx: Program
  readonly progress: Progress
}

export type MakeApplication = (tools: ApplicationTools) => Promise<Application>
