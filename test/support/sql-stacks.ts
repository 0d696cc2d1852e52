import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type * as freePortsModule from '../../lab/src/free-ports.js'
import type * as choiceModule from '../../lab/src/parts/choice.js'
import type { DatabaseAddress } from '../../lab/src/parts/given-database.js'
import type * as boutiqueModule from '../../lab/src/applications/boutique.js'
import type * as mysqlModule from '../../lab/src/parts/mysql.js'
import type { Side } from '../../lab/src/side.js'
import type * as nginxModule from '../../lab/src/parts/nginx.js'
import type * as phpModule from '../../lab/src/parts/php-fpm.js'

/** A pool of one of the PHPs, with a site of its own over the pages of `tap-pages`. */
export interface SqlPool {
  readonly name: string
  readonly php: Side
  readonly mysql: Side
  readonly children: number
  /** Where its pages are told that their database is; the server itself without it. */
  readonly port?: number
  /** A file that every request loads first. */
  readonly prepend?: string
  /** Ports of taps, each with a site of its own (`POOL:PORT`) that tells the pages of it. */
  readonly tapPorts?: readonly number[]
  readonly accessLog?: boolean
}

export interface SqlStacks {
  readonly databases: Readonly<Record<Side, DatabaseAddress>>
  /** Of the server's own certificate authority. */
  readonly caOf: (side: Side) => string
  readonly socketOf: (side: Side) => string
  readonly accessLogOf: (pool: string) => string
  /** URL of a pool's site; of its site for a tap, as `POOL:PORT`. */
  readonly url: (site: string) => string
  readonly folder: string
  stop(): Promise<void>
}

/** As built: the lab reads files beside its own. */
const built = <Module>(path: string): Promise<Module> => import(resolve('lab/dist', path)) as Promise<Module>

export async function freePorts(count: number): Promise<number[]> {
  return (await built<typeof freePortsModule>('free-ports.js')).freePorts(count)
}

/** Both real MySQL servers, and pools of both real PHPs, without the boutique's pages. */
export async function startSqlStacks(pools: readonly SqlPool[]): Promise<SqlStacks> {
  // One after the other: Jest's loader loses its way in modules that are asked for at once.
  const choice = await built<typeof choiceModule>('parts/choice.js')
  const mysql = await built<typeof mysqlModule>('parts/mysql.js')
  const php = await built<typeof phpModule>('parts/php-fpm.js')
  const nginx = await built<typeof nginxModule>('parts/nginx.js')
  const programs = await choice.choosePrograms(() => undefined)
  const { boutique } = await built<typeof boutiqueModule>('applications/boutique.js')
  const progress = (): void => undefined
  const data = await mysql.prepareData(
    { legacy: programs.legacyMysql, candidate: programs.candidateMysql },
    await boutique({ ...programs, progress }),
    progress,
  )
  const folder = await mkdtemp(join(tmpdir(), 'sosie-sql-'))
  const sites = pools.flatMap(sitesOf)
  const [oldPort = 0, newPort = 0, ...sitePorts] = await freePorts(2 + sites.length)
  const [legacy, candidate] = await Promise.all([
    mysql.startDatabase('legacy', programs.legacyMysql, data.legacy, folder, oldPort),
    mysql.startDatabase('candidate', programs.candidateMysql, data.candidate, folder, newPort),
  ])
  const databases = { legacy: legacy.address, candidate: candidate.address }
  const portOf = new Map(sites.map(({ name }, index) => [name, sitePorts[index] ?? 0]))
  const documentRoot = resolve('test/support/tap-pages')
  const servers = [legacy.server, candidate.server]
  const startSide = async (side: Side): Promise<void> => {
    const own = pools.filter((pool) => pool.php === side)
    if (own.length === 0) return
    const program = side === 'legacy' ? programs.legacyPhp : programs.candidatePhp
    const fpm = own.map(({ mysql: server, port, ...pool }) => ({
      ...pool,
      database: { ...databases[server], ...(port === undefined ? {} : { port }) },
    }))
    servers.push(await php.startPhp(side, program, fpm, { displayErrors: true, outputBuffering: 0 }, folder))
    const served = own.flatMap(sitesOf).map((site) => ({ ...site, port: portOf.get(site.name) ?? 0 }))
    servers.push(await nginx.startNginx(side, programs.nginx, served, documentRoot, folder))
  }
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map(async (server) => server?.stop()))
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await Promise.all((['legacy', 'candidate'] as const).map(startSide))
  } catch (error) {
    await stop()
    throw error
  }
  return {
    databases,
    caOf: (side) => join(folder, `${side}-data`, 'ca.pem'),
    socketOf: (side) => join(folder, `${side}-mysql.sock`),
    accessLogOf: (pool) => php.accessLogOf(folder, pool),
    url: (site) => `http://127.0.0.1:${portOf.get(site) ?? 0}`,
    folder,
    stop,
  }
}

/** One, or one for each tap. */
function sitesOf({ name, tapPorts }: SqlPool): { name: string; pool: string; parameters?: Record<string, string> }[] {
  if (tapPorts === undefined) return [{ name, pool: name }]
  return tapPorts.map((port) => ({
    name: `${name}:${port}`,
    pool: name,
    parameters: { SOSIE_TAP_PORT: String(port) },
  }))
}
