import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createConnection, type Connection } from 'mysql2/promise'
import { seedSql } from '../boutique-seed.js'
import { dumpOf } from '../dump-and-load.js'
import { cached } from '../fetch/cache.js'
import { run } from '../fetch/run.js'
import { freePorts } from '../free-ports.js'
import { startServer, until, type Server } from '../processes.js'
import type { Progress } from '../progress.js'
import type { MysqlProgram } from './choice.js'

/** Raised when the way a data folder is prepared changes. */
const preparation = '3'

const asRoot = process.getuid?.() === 0 ? ['--user=root'] : []

/** A lab forgets everything: no binary log, no waiting for the disk, small files that are quick to copy. */
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

export type Side = 'legacy' | 'candidate'

/** Starts a server on a copy of the prepared data. */
export async function startMysql(
  side: Side,
  program: MysqlProgram,
  prepared: string,
  folder: string,
  port: number,
): Promise<Server> {
  const data = join(folder, `${side}-data`)
  await run('cp', ['-a', '--reflink=auto', join(prepared, 'data'), data])
  return serve(side, program, data, folder, port)
}

/** Legacy's data from the seed, the candidate's by dump and load from legacy: prepared once, kept in the cache. */
export async function prepareData(
  programs: { readonly legacy: MysqlProgram; readonly candidate: MysqlProgram },
  progress: Progress,
): Promise<Record<Side, string>> {
  const seed = [...seedSql()]
  const key = (version: string): string =>
    createHash('sha256')
      .update([preparation, version, ...seed].join('\n'))
      .digest('hex')
      .slice(0, 12)
  const legacy = await cached(`data-${programs.legacy.version}-${key(programs.legacy.version)}`, async (folder) => {
    progress(`Loading the boutique into MySQL ${programs.legacy.version}…`)
    await withFresh('legacy', programs.legacy, folder, async (connection) => {
      await connection.query('CREATE DATABASE shop DEFAULT CHARACTER SET utf8 COLLATE utf8_general_ci')
      await connection.query('USE shop')
      for (const statement of seed) await connection.query(statement)
    })
  })
  const both = `${programs.legacy.version}-${programs.candidate.version}`
  const candidate = await cached(`data-${programs.candidate.version}-${key(both)}`, async (folder) => {
    progress(`Migrating it to MySQL ${programs.candidate.version} by dump and load…`)
    const dump = await dumpFrom(programs.legacy, legacy, folder)
    await withFresh('candidate', programs.candidate, folder, async (connection) => {
      await installHashing(connection, programs.candidate.version)
      await connection.query('CREATE DATABASE shop DEFAULT CHARACTER SET utf8mb4')
      await connection.query('USE shop')
      for (const statement of dump) await connection.query(statement)
    })
  })
  return { legacy, candidate }
}

async function dumpFrom(program: MysqlProgram, prepared: string, folder: string): Promise<string[]> {
  const [port = 0] = await freePorts(1)
  const scratch = join(folder, 'scratch')
  await mkdir(scratch, { recursive: true })
  const server = await startMysql('legacy', program, prepared, scratch, port)
  const connection = await connect(port, 'shop')
  try {
    return await dumpOf(connection)
  } finally {
    await connection.end()
    await server.stop()
    await run('rm', ['-rf', scratch])
  }
}

/** MySQL 9.6 took SHA1() and MD5() out; 8.x has them, and the candidate stands for 8. */
async function installHashing(connection: Connection, version: string): Promise<void> {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 9 || (major === 9 && minor >= 6))
    await connection.query("INSTALL COMPONENT 'file://component_classic_hashing'")
}

/** A new data folder with the application's user, filled by `fill`, shut down cleanly. */
async function withFresh(
  side: Side,
  program: MysqlProgram,
  folder: string,
  fill: (connection: Connection) => Promise<void>,
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
    await fill(connection)
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

function connect(port: number, database?: string): Promise<Connection> {
  return createConnection({
    host: '127.0.0.1',
    port,
    user: 'root',
    charset: 'utf8_general_ci',
    ...(database === undefined ? {} : { database }),
  })
}
