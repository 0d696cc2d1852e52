import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { MakeApplication } from './application.js'
import { afterMigration, seedSql } from './boutique-seed.js'

const documentRoot = fileURLToPath(new URL('../../boutique/www', import.meta.url))

/** A shop as such agencies find it, with defects planted that a migration brings to light (boutique/DEFECTS.md). */
export const boutique: MakeApplication = () => {
  const seed = [...seedSql()]
  return Promise.resolve({
    name: 'the boutique',
    version: createHash('sha256')
      .update([...seed, ...afterMigration].join('\n'))
      .digest('hex')
      .slice(0, 12),
    afterMigration,
    documentRoots: { legacy: documentRoot, candidate: documentRoot },
    async fill({ connection }) {
      for (const statement of seed) await connection.query(statement)
    },
  })
}
