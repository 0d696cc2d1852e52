import { calledNames } from '../sql-text.js'
import { notAsked, read, type Fact, type GatheredFacts, type StackFacts } from '../facts.js'
import { knownFunctions, knownReservedWords } from '../known-names.js'
import { versionNumber } from '../mysql-version.js'
import { fact, factOfSchema, type Reading } from './reading.js'
import { listedKeywords, missingAmong, reservedAmong } from './questions.js'
import { programsOf } from './programs.js'
import { createdOf, refusedOf } from './refused.js'
import { columnsOf, foreignKeysOf, indexesOf, schemaOf, tablesOf } from './schema.js'
import { accountsOf, clockOf, enginesOf, pluginsOf, privilegesOf, statusOf, variablesOf, versionOf } from './server.js'
import { zeroDatesOf } from './zero-dates.js'

export interface BothFacts {
  readonly legacy: GatheredFacts
  readonly candidate: GatheredFacts
}

/** Facts that can be read from one server without knowing the other. */
type OwnFacts = Omit<StackFacts, 'reserved' | 'missingFunctions' | 'refused' | 'zeroDates' | 'php'>
type OwnGathered = { readonly [Name in keyof OwnFacts]: Fact<OwnFacts[Name]> }

/** Max milliseconds of the search for zero dates, for one column and in total. */
const zeroDateTime = { columnMs: 500, totalMs: 20_000 }

/** First version with the hint MAX_EXECUTION_TIME, which stops a SELECT: 5.7.8. */
const firstWithTimeLimit = 50_708

/** Reads both servers: first each on its own, then what one of them is asked about the other. */
export async function gatherFacts(legacy: Reading, candidate: Reading): Promise<BothFacts> {
  const [before, after] = await Promise.all([ownFacts(legacy), ownFacts(candidate)])
  const words = await askedWords(legacy, candidate)
  const names = askedFunctions(before.programs)
  const asked = async (reading: Reading) => ({
    reserved: await fact(reading, () => reservedAmong(reading.session, words)),
    missingFunctions: await fact(reading, () => missingAmong(reading.session, names)),
    php: notAsked,
  })
  const [ofLegacy, ofCandidate, zeroDates] = await Promise.all([
    asked(legacy),
    asked(candidate),
    zeroDatesIn(legacy, before),
  ])
  const refused = await refusedBy(candidate, legacy, before)
  return {
    legacy: { ...before, ...ofLegacy, zeroDates, refused: notAsked },
    candidate: { ...after, ...ofCandidate, zeroDates: notAsked, refused },
  }
}

async function ownFacts(reading: Reading): Promise<OwnGathered> {
  const { session } = reading
  // With an sql_mode of our own, no mode of the server changes how our statements are parsed.
  await fact(reading, () => session.rows("SET SESSION sql_mode = ''"))
  reading.tell('settings')
  const server = {
    version: await fact(reading, () => versionOf(session)),
    variables: await fact(reading, () => variablesOf(session)),
    status: await fact(reading, () => statusOf(session)),
    clock: await fact(reading, () => clockOf(session)),
    plugins: await fact(reading, () => pluginsOf(session)),
    engines: await fact(reading, () => enginesOf(session)),
    accounts: await fact(reading, () => accountsOf(session)),
  }
  reading.tell('schema')
  return {
    ...server,
    privileges: await factOfSchema(reading, privilegesOf),
    schema: await factOfSchema(reading, schemaOf),
    tables: await factOfSchema(reading, tablesOf),
    columns: await factOfSchema(reading, columnsOf),
    indexes: await factOfSchema(reading, indexesOf),
    foreignKeys: await factOfSchema(reading, foreignKeysOf),
    programs: await factOfSchema(reading, programsOf),
  }
}

/** Returns the words that either server lists as reserved, and those that we know: a server without a list is asked about all of them too. */
async function askedWords(...readings: readonly Reading[]): Promise<string[]> {
  const listed = await Promise.all(readings.map((reading) => fact(reading, () => listedKeywords(reading.session))))
  return [...new Set([...knownReservedWords, ...listed.flatMap((one) => (one.state === 'read' ? one.value : []))])]
}

/** Returns the functions that we know to be gone, and everything that the programs call. */
function askedFunctions(programs: Fact<StackFacts['programs']>): string[] {
  const bodies = programs.state === 'read' ? programs.value.map(({ body }) => body ?? '') : []
  return [...new Set([...knownFunctions, ...bodies.flatMap((body) => [...calledNames(body)])])]
}

async function zeroDatesIn(
  reading: Reading,
  { columns, version }: OwnGathered,
): Promise<Fact<StackFacts['zeroDates']>> {
  if (columns.state !== 'read') return columns
  const serverStops = version.state === 'read' && versionNumber(version.value) >= firstWithTimeLimit
  const { stop, tell } = reading
  const budget = { ...zeroDateTime, serverStops, stop, tell, now: () => performance.now() }
  return fact(reading, () => zeroDatesOf(reading.session, columns.value, budget))
}

/** Asks the candidate's parser about legacy's tables and programs. */
async function refusedBy(
  candidate: Reading,
  legacy: Reading,
  { tables, programs }: OwnGathered,
): Promise<Fact<StackFacts['refused']>> {
  if (tables.state !== 'read') return tables
  if (programs.state !== 'read') return programs
  const [from, to] = [legacy.schema, candidate.schema]
  if (from === undefined || to === undefined) return { state: 'unread', why: legacy.noSchema || candidate.noSchema }
  const created = await fact(legacy, () => createdOf(legacy.session, tables.value, programs.value, legacy.tell))
  if (created.state !== 'read') return created
  const schemas = { legacy: from, candidate: to }
  return fact(candidate, () => refusedOf(candidate.session, created.value, schemas, candidate.tell))
}

/** Returns the facts with those of a phpinfo page added. */
export function withPhp(facts: GatheredFacts, php: StackFacts['php']): GatheredFacts {
  return { ...facts, php: read(php) }
}
