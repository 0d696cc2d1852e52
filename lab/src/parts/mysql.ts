import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection, type Connection } from 'mysql2/promise'
import type { Application } from '../applications/application.js'
import { dumpOf } from '../dump-and-load.js'
import { cached } from '../fetch/cache.js'
import { run } from '../fetch/run.js'
import { freePorts } from '../free-ports.js'
import { startServer, until, type Server } from '../processes.js'
import type { Progress } from '../progress.js'
import type { Side } from '../side.js'
import type { MysqlProgram } from './choice.js'
import { connectTo, fillWhenEmpty, type DatabaseAddress, type GivenDatabase } from './given-database.js'

/** Raised when the way in which a data folder is prepared changes. */
const preparation = '5'

const asRoot = process.getuid?.() === 0 ? ['--user=root'] : []

/** Settings for data that need not survive a crash: no waiting for the disk, little memory, and only the loopback. */
const small = [
  '--innodb-buffer-pool-size=128M',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-flush-method=nosync',
  '--bind-address=127.0.0.1',
  '--secure-file-priv=',
]

const legacySettings = [
  '--query-cache-type=1',
  '--query-cache-size=64M',
  '--sql-mode=',
  '--explicit-defaults-for-timestamp',
  '--innodb-log-file-size=16M',
  '--character-set-server=utf8',
  '--performance-schema=OFF',
]

const candidateSettings = [
  '--mysqlx=OFF',
  '--skip-log-bin',
  '--innodb-redo-log-capacity=32M',
  '--performance-schema=OFF',
]

/** Fills legacy's time zone tables, as somebody did long ago. An application's dump does not hold them, so the new server knows no zone by name. */
const namedZone = [
  "INSERT INTO mysql.time_zone (Time_zone_id, Use_leap_seconds) VALUES (1, 'N')",
  "INSERT INTO mysql.time_zone_name (Name, Time_zone_id) VALUES ('Europe/Paris', 1)",
  "INSERT INTO mysql.time_zone_transition_type (Time_zone_id, Transition_type_id, Offset, Is_DST, Abbreviation) VALUES (1, 0, 3600, 0, 'CET')",
]

/** A database of the lab. `server` is absent if the database was given, because then there is nothing to stop. */
export interface Database {
  readonly address: DatabaseAddress
  readonly server?: Server
}

export interface DatabasePrograms {
  readonly legacy: MysqlProgram | GivenDatabase
  readonly candidate: MysqlProgram | GivenDatabase
}

/** The folder of prepared data that each side starts from; undefined if the database was given. */
export type Prepared = Readonly<Record<Side, string | undefined>>

/** Prepares both sides' data once and keeps it in the cache: the application fills legacy's, the candidate's is dumped and loaded from it. */
export async function prepareData(
  { legacy, candidate }: DatabasePrograms,
  application: Application,
  progress: Progress,
): Promise<Prepared> {
  if ('address' in legacy) {
    const { address } = legacy
    await fillWhenEmpty(legacy, (connection) => application.fill({ connection, address }))
  }
  const legacyData = 'address' in legacy ? undefined : await preparedLegacy(legacy, application, progress)
  const dump = async (): Promise<string[]> => [...(await dumpFrom(legacy, legacyData)), ...application.afterMigration]
  if ('address' in candidate) await fillWhenEmpty(candidate, async (connection) => load(connection, await dump()))
  const key = keyOf([legacy.version, candidate.version, application.version])
  const candidateData = 'address' in candidate ? undefined : await preparedCandidate(candidate, key, dump, progress)
  return { legacy: legacyData, candidate: candidateData }
}

function keyOf(parts: readonly string[]): string {
  return createHash('sha256')
    .update([preparation, ...parts].join('\n'))
    .digest('hex')
    .slice(0, 12)
}

function preparedLegacy(program: MysqlProgram, application: Application, progress: Progress): Promise<string> {
  return cached(`data-${program.version}-${keyOf([program.version, application.version])}`, async (folder) => {
    progress(`Loading ${application.name} into MySQL ${program.version}…`)
    await withFresh('legacy', program, folder, async (connection, address) => {
      await connection.query(`CREATE DATABASE ${databaseName} DEFAULT CHARACTER SET utf8 COLLATE utf8_general_ci`)
      await connection.query(`USE ${databaseName}`)
      await application.fill({ connection, address })
      for (const statement of namedZone) await connection.query(statement)
    })
  })
}

function preparedCandidate(
  program: MysqlProgram,
  key: string,
  dump: () => Promise<readonly string[]>,
  progress: Progress,
): Promise<string> {
  return cached(`data-${program.version}-${key}`, async (folder) => {
    progress(`Migrating it to MySQL ${program.version} by dump and load…`)
    const statements = await dump()
    await withFresh('candidate', program, folder, async (connection) => {
      await installHashing(connection, program.version)
      await connection.query(`CREATE DATABASE ${databaseName} DEFAULT CHARACTER SET utf8mb4`)
      await connection.query(`USE ${databaseName}`)
      await load(connection, statements)
    })
  })
}

async function load(connection: Connection, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await connection.query(statement)
}

/** Dumps legacy from a temporary server, or from the one that was given. */
async function dumpFrom(legacy: MysqlProgram | GivenDatabase, prepared: string | undefined): Promise<string[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'sosie-dump-'))
  const [port = 0] = await freePorts(1)
  const database = await startDatabase('legacy', legacy, prepared, scratch, port)
  const connection = await connectTo(database.address)
  try {
    return await dumpOf(connection)
  } finally {
    await connection.end()
    await database.server?.stop()
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Starts a server on a copy of the prepared data, or returns the one that was given. */
export async function startDatabase(
  side: Side,
  program: MysqlProgram | GivenDatabase,
  prepared: string | undefined,
  folder: string,
  port: number,
): Promise<Database> {
  if ('address' in program) return { address: program.address }
  const data = join(folder, `${side}-data`)
  await rm(data, { recursive: true, force: true }) // left by an earlier server
  await run('cp', ['-a', '--reflink=auto', join(prepared ?? '', 'data'), data])
  const server = await serve(side, program, data, folder, port)
  return { server, address: addressAt(port) }
}

const databaseName = 'shop'

function addressAt(port: number): DatabaseAddress {
  return { host: '127.0.0.1', port, user: 'app', password: 'boutique', name: databaseName }
}

/** Installs SHA1() and MD5(), which MySQL 9.6 removed: 8.x has them, and the candidate stands for 8. */
async function installHashing(connection: Connection, version: string): Promise<void> {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 9 || (major === 9 && minor >= 6))
    await connection.query("INSTALL COMPONENT 'file://component_classic_hashing'")
}

/** Makes a new data folder with the application's user, lets `prepare` fill it, and shuts the server down cleanly. */
async function withFresh(
  side: Side,
  program: MysqlProgram,
  folder: string,
  prepare: (connection: Connection, address: DatabaseAddress) => Promise<void>,
): Promise<void> {
  const data = join(folder, 'data')
  await mkdir(data, { recursive: true })
  const [command = '', ...args] = program.command
  const settings = side === 'legacy' ? legacySettings : candidateSettings
  await run(command, [
    ...args,
    '--no-defaults',
    '--initialize-insecure',
    ...program.home,
    ...asRoot,
    ...settings,
    `--datadir=${data}`,
  ])
  const [port = 0] = await freePorts(1)
  const server = await serve(side, program, data, folder, port)
  const connection = await connect(port)
  try {
    await connection.query("CREATE USER 'app'@'%' IDENTIFIED BY 'boutique'")
    await connection.query("GRANT ALL ON *.* TO 'app'@'%'")
    await prepare(connection, addressAt(port))
  } finally {
    await connection.end()
    await server.stop()
  }
}

async function serve(side: Side, program: MysqlProgram, data: string, folder: string, port: number): Promise<Server> {
  const settings = side === 'legacy' ? legacySettings : candidateSettings
  const server = startServer(
    `MySQL ${program.version} (${side})`,
    [
      ...program.command,
      '--no-defaults',
      ...program.home,
      ...asRoot,
      ...settings,
      ...small,
      `--datadir=${data}`,
      `--port=${port}`,
      `--socket=${join(folder, `${side}-mysql.sock`)}`,
      `--pid-file=${join(folder, `${side}-mysql.pid`)}`,
    ],
    join(folder, `${side}-mysql.log`),
  )
  await until(async () => (await connect(port)).end(), server.failed)
  return server
}

/** Connects as the server's administrator, who has no password in a new data folder. */
function connect(port: number): Promise<Connection> {
  return createConnection({ host: '127.0.0.1', port, user: 'root', charset: 'utf8_general_ci' })
}
