import { createHash } from 'node:crypto'
import { cp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MakeApplication } from './application.js'

const folder = (name: string): string => fileURLToPath(new URL(`../../causes/${name}`, import.meta.url))

/**
 * A page for each entry of the catalogue, written as old applications are, and pages that must be silent (causes/README.md).
 *
 * @param candidatePages folder for the candidate's copy; made. What `causes/candidate` holds is laid over it: what a migration changed.
 * What `causes/candidate-lacks.txt` names is taken from it: what a migration left behind.
 */
export function causesOn(candidatePages: string): MakeApplication {
  return async () => {
    const seed = await readFile(folder('seed.sql'), 'utf8')
    await cp(folder('www'), candidatePages, { recursive: true })
    await cp(folder('candidate'), candidatePages, { recursive: true })
    const lacking = (await readFile(folder('candidate-lacks.txt'), 'utf8')).trim().split('\n')
    for (const file of lacking) await rm(join(candidatePages, file))
    return {
      name: 'a page for each cause',
      version: createHash('sha256').update(seed).digest('hex').slice(0, 12),
      afterMigration: [],
      documentRoots: { legacy: folder('www'), candidate: candidatePages },
      async fill({ connection }) {
        for (const statement of statementsOf(seed)) await connection.query(statement)
      },
    }
  }
}

/** Statements end with a semicolon at the end of a line. */
function statementsOf(sql: string): string[] {
  return sql
    .split(/;\s*$/m)
    .map((statement) => statement.replace(/^--.*$/gm, '').trim())
    .filter((statement) => statement !== '')
}
