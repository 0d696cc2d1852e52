import { createHash } from 'node:crypto'
import { cp } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { MakeApplication } from './application.js'
import { afterMigration, seedSql } from './boutique-seed.js'

const documentRoot = fileURLToPath(new URL('../../boutique/www', import.meta.url))

/** A shop like those that agencies have to migrate, with planted defects that a migration reveals (boutique/DEFECTS.md). */
export const boutique = boutiqueWith(documentRoot)

/** Returns the boutique with the candidate's pages copied to this folder, so that they can be fixed while it runs (`fixes.ts`). */
export function boutiqueOn(candidatePages: string): MakeApplication {
  return async (tools) => {
    await cp(documentRoot, candidatePages, { recursive: true })
    return boutiqueWith(candidatePages)(tools)
  }
}

function boutiqueWith(candidatePages: string): MakeApplication {
  return () => {
    const seed = [...seedSql()]
    return Promise.resolve({
      name: 'the boutique',
      version: createHash('sha256')
        .update([...seed, ...afterMigration].join('\n'))
        .digest('hex')
        .slice(0, 12),
      afterMigration,
      documentRoots: { legacy: documentRoot, candidate: candidatePages },
      async fill({ connection }) {
        for (const statement of seed) await connection.query(statement)
      },
    })
  }
}
