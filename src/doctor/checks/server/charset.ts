import { check, none } from '../../check.js'
import { sameCharset } from '../../charsets.js'

export const serverCharset = check({
  id: 'server-charset',
  asks: 'Charset and collation of the servers: `character_set_server`, `collation_server`',
  why: "A client that names no charset gets the server's, and databases made without one, too: texts come out wrong, or tables with two collations are joined (1267).",
  fix: "Let the application name its charset (mysqli_set_charset, charset= in PDO's DSN), and write COLLATE out where databases are made.",
  source: 'MySQL Reference Manual, "Server Character Set and Collation"',
  legacy: ['variables'],
  candidate: ['variables'],
  judge(legacy, candidate) {
    const of = (variables: ReadonlyMap<string, string>): string =>
      `${variables.get('character_set_server') ?? none} / ${variables.get('collation_server') ?? none}`
    const [before, after] = [of(legacy.variables), of(candidate.variables)]
    if (sameCharset(before, after)) return []
    return [
      { severity: 'warning', what: 'Charset and collation of the servers differ', legacy: before, candidate: after },
    ]
  },
})

/** Collation that `SET NAMES utf8mb4` selects up to 5.7; since 8.0 it is the variable default_collation_for_utf8mb4. */
const defaultBefore8 = 'utf8mb4_general_ci'

export const connectionCollation = check({
  id: 'connection-collation',
  foretells: ['mysql-illegal-mix'],
  asks: 'Does `SET NAMES utf8mb4` give another collation?',
  why: 'Texts that the application sends carry the collation of the connection. Against a variable, a literal in a UNION or another expression of equal weight it is an illegal mix (1267, 1271), and comparing without a column follows other rules: ß and ss, spaces at the end, emoji.',
  fix: 'SET NAMES utf8mb4 COLLATE utf8mb4_general_ci (or whatever the columns have) after connecting.',
  source: 'MySQL Reference Manual, "Connection Character Sets and Collations", default_collation_for_utf8mb4',
  legacy: ['variables'],
  candidate: ['variables'],
  judge(legacy, candidate) {
    const of = (variables: ReadonlyMap<string, string>): string =>
      variables.get('default_collation_for_utf8mb4') ?? defaultBefore8
    const [before, after] = [of(legacy.variables), of(candidate.variables)]
    if (before === after) return []
    return [{ severity: 'warning', what: 'The default collation of utf8mb4 differs', legacy: before, candidate: after }]
  },
})

export const schemaCharset = check({
  id: 'schema-charset',
  asks: 'Charset and collation of the schema',
  why: 'Tables that are made later get it: beside the older ones they are joined with an illegal mix of collations (1267).',
  fix: 'ALTER DATABASE … COLLATE, so that new tables are like those that are there.',
  source: 'MySQL Reference Manual, "Database Character Set and Collation"',
  legacy: ['schema'],
  candidate: ['schema'],
  judge({ schema: legacy }, { schema: candidate }) {
    const [before, after] = [legacy, candidate].map(({ charset, collation }) => `${charset} / ${collation}`)
    if (before === undefined || after === undefined || sameCharset(before, after)) return []
    return [
      { severity: 'warning', what: 'Charset and collation of the schema differ', legacy: before, candidate: after },
    ]
  },
})
