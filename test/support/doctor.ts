import { examine } from '../../src/doctor/examine.js'
import {
  notAsked,
  read,
  type Column,
  type GatheredFacts,
  type Program,
  type StackFacts,
  type Table,
} from '../../src/doctor/facts.js'
import { checks } from '../../src/doctor/registry.js'
import type { DoctorReport, DoctorRow } from '../../src/doctor/model.js'

/** A stack of which everything was read and nothing is special; two of them agree. */
export function aStack(special: Partial<StackFacts> = {}): GatheredFacts {
  const plain: StackFacts = {
    version: '9.7.4',
    variables: new Map([['sql_mode', 'STRICT_TRANS_TABLES,NO_ZERO_DATE']]),
    status: new Map(),
    clock: { namedZones: true, utcOffsetMinutes: 0 },
    plugins: new Set(['caching_sha2_password']),
    engines: new Set(['innodb', 'myisam']),
    accounts: [],
    privileges: new Set(['ALL PRIVILEGES']),
    schema: { name: 'shop', charset: 'utf8mb4', collation: 'utf8mb4_0900_ai_ci' },
    tables: [],
    columns: [],
    indexes: [],
    foreignKeys: [],
    programs: [],
    zeroDates: { found: [], unfinished: [] },
    reserved: new Set(['SELECT']),
    missingFunctions: new Set(),
    refused: [],
    php: { version: '8.1.29', sapi: 'FPM/FastCGI', ini: new Map(), extensions: new Set() },
  }
  const facts = Object.entries({ ...plain, ...special }).map(([name, value]) => [name, read(value)] as const)
  return Object.fromEntries(facts) as unknown as GatheredFacts
}

export function unread(facts: GatheredFacts, name: keyof StackFacts, why: string): GatheredFacts {
  return { ...facts, [name]: { state: 'unread', why } }
}

export function unasked(facts: GatheredFacts, name: keyof StackFacts): GatheredFacts {
  return { ...facts, [name]: notAsked }
}

/** What the whole registry says of two stacks. */
export function rowsOf(legacy: GatheredFacts, candidate: GatheredFacts): readonly DoctorRow[] {
  return examine(legacy, candidate, checks).rows
}

export function aColumn(special: Partial<Column> = {}): Column {
  return {
    table: 'orders',
    name: 'total',
    type: 'int',
    nullable: true,
    default: undefined,
    extra: '',
    charset: '',
    collation: '',
    ...special,
  }
}

export function aTable(special: Partial<Table> = {}): Table {
  return {
    name: 'orders',
    engine: 'InnoDB',
    rowFormat: 'Dynamic',
    collation: 'utf8mb4_0900_ai_ci',
    partitioned: false,
    ...special,
  }
}

export function aProgram(special: Partial<Program> = {}): Program {
  return { kind: 'procedure', name: 'report', body: 'SELECT 1', sqlMode: '', definer: undefined, ...special }
}

export function aRow(special: Partial<DoctorRow> = {}): DoctorRow {
  return {
    check: 'reserved-names',
    causes: ['mysql-reserved-words'],
    severity: 'blocker',
    what: '1 column named by a reserved word',
    legacy: 'a plain name',
    candidate: 'reserved',
    why: 'A syntax error.',
    fix: 'Write `name` in backquotes.',
    source: 'MySQL Reference Manual',
    places: ['orders.rank'],
    ...special,
  }
}

export function aDoctorReport(rows: readonly DoctorRow[], special: Partial<DoctorReport> = {}): DoctorReport {
  const count = (severity: DoctorRow['severity']): number => rows.filter((row) => row.severity === severity).length
  return {
    schema: 1,
    at: '2026-11-24T08:00:00.000Z',
    legacy: { database: 'mysql://127.0.0.1:3357/shop', mysql: '5.7.29', php: '7.4.33' },
    candidate: { database: 'mysql://127.0.0.1:3397/shop', mysql: '9.7.4', php: '8.1.29' },
    rows,
    totals: { blocker: count('blocker'), warning: count('warning'), info: count('info') },
    checks: { made: 90, notMade: [] },
    complete: true,
    ...special,
  }
}
