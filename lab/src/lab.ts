import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { Application, MakeApplication } from './applications/application.js'
import { boutique } from './applications/boutique.js'
import { freePorts } from './free-ports.js'
import { choosePrograms, type Programs } from './parts/choice.js'
import type { DatabaseAddress } from './parts/given-database.js'
import { prepareData, startDatabase, type Prepared } from './parts/mysql.js'
import { startNginx, type Site } from './parts/nginx.js'
import { logOf, startPhp, type PhpSettings, type Pool } from './parts/php-fpm.js'
import type { Server } from './processes.js'
import type { Progress } from './progress.js'
import type { Side } from './side.js'

export interface LabOptions {
  /** Off by default, as in production. */
  readonly displayErrors?: boolean
  /** Bytes; 0 (none) by default. */
  readonly outputBuffering?: number
  /** True to start PHP 8.1 on MySQL 5.7 and PHP 7.4 on the candidate's MySQL too. */
  readonly hybrids?: boolean
  /** Number of lanes of candidate, and of control; 2 by default. */
  readonly lanes?: number
  /** Number of PHP workers of live legacy; 6 by default. */
  readonly legacyWorkers?: number
  /** Number of PHP workers of the new stack at one address without lanes; absent if that is not started. */
  readonly candidateWorkers?: number
  /** What runs on both stacks; the boutique by default. */
  readonly application?: MakeApplication
  readonly onProgress?: Progress
}

export interface LaneEndpoint {
  readonly url: string
  /** Sosie listens at `listen`; until it does, the lane has no database. */
  readonly tap: { readonly listen: string; readonly target: string }
  readonly log: string
}

export interface LabPart {
  readonly part: string
  readonly version: string
  /** `environment`, `path` or `fetched`. */
  readonly source: string
  readonly settings: string
  /** Absent for a server that was given, because the lab did not start it. */
  readonly pid?: number
  readonly log?: string
}

export interface Lab {
  readonly legacy: { readonly url: string; readonly database: string }
  readonly candidate: { readonly database: string; readonly lanes: readonly LaneEndpoint[] }
  readonly control: { readonly lanes: readonly LaneEndpoint[] }
  /** The new stack at one address; absent unless `candidateWorkers` was given. */
  readonly plainCandidate?: { readonly url: string }
  readonly hybrids?: { readonly php: { readonly url: string }; readonly mysql: { readonly url: string } }
  /** Folder of each side's pages. */
  readonly documentRoots: Application['documentRoots']
  readonly parts: readonly LabPart[]
  /** Path of a ready-made sosie.yaml. */
  readonly configFile: string
  /** Folder of data, logs and sockets; removed when the lab stops. */
  readonly folder: string
  /**
   * Restarts both databases with their initial data, at the same ports.
   *
   * @throws Error for a database that was given, because it is not the lab's to reset.
   */
  resetDatabases(): Promise<void>
  stop(): Promise<void>
}

const usualLegacyWorkers = 6
const usualLanes = 2
/** Name of the site of the new stack without lanes. */
const plain = 'plain-candidate'

/** Ports by what they serve. */
interface Ports {
  readonly mysql: Readonly<Record<Side, number>>
  readonly site: Readonly<Record<string, number>>
  readonly tap: Readonly<Record<string, number>>
}

/** The servers that the lab started, by part: `legacy MySQL`. */
type Servers = Map<string, Server>

type Addresses = Readonly<Record<Side, DatabaseAddress>>

/** Starts the real stacks on free loopback ports, fetching what the machine lacks. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const progress = options.onProgress ?? (() => undefined)
  const programs = await choosePrograms(progress)
  const settings = settingsOf(options)
  const application = await (options.application ?? boutique)({ ...programs, progress })
  const databases = { legacy: programs.legacyMysql, candidate: programs.candidateMysql }
  const prepared = await prepareData(databases, application, progress)
  const folder = await mkdtemp(join(tmpdir(), 'sosie-lab-'))
  const layout = layoutOf(options)
  const ports = await choosePorts(layout)
  const servers: Servers = new Map()
  const stopServers = async (): Promise<void> => {
    await Promise.all([...servers.values()].map((server) => server.stop()))
  }
  try {
    const startAll = (): Promise<Addresses> => startDatabases(programs, prepared, ports, folder, servers)
    const addresses = await startAll()
    await startSites({ programs, application, addresses, layout, ports, settings, folder, servers })
    const lab = describe({ programs, application, addresses, layout, ports, settings, folder, servers })
    await writeFile(lab.configFile, configOf(lab))
    const stop = async (): Promise<void> => {
      await stopServers()
      await rm(folder, { recursive: true, force: true })
    }
    const resetDatabases = async (): Promise<void> => {
      for (const side of ['legacy', 'candidate']) {
        const server = servers.get(`${side} MySQL`)
        if (server === undefined) throw new Error(`The database of ${side} was given: the lab does not reset it.`)
        await server.stop()
      }
      await startAll()
    }
    return { ...lab, resetDatabases, stop }
  } catch (error) {
    await stopServers()
    throw error // the folder is kept, because it holds the log that the error names
  }
}

function settingsOf({ displayErrors = false, outputBuffering = 0 }: LabOptions): PhpSettings {
  return { displayErrors, outputBuffering }
}

/** The size of a lab. */
interface Layout {
  readonly lanes: number
  readonly legacyWorkers: number
  readonly candidateWorkers?: number
  readonly hybrids: boolean
}

function layoutOf({ lanes, legacyWorkers, candidateWorkers, hybrids }: LabOptions): Layout {
  return {
    lanes: lanes ?? usualLanes,
    legacyWorkers: legacyWorkers ?? usualLegacyWorkers,
    ...(candidateWorkers === undefined ? {} : { candidateWorkers }),
    hybrids: hybrids === true,
  }
}

async function choosePorts({ lanes: lanesOfLeg, candidateWorkers, hybrids }: Layout): Promise<Ports> {
  const lanes = ['candidate', 'control'].flatMap((leg) => laneNames(leg, lanesOfLeg))
  const plains = candidateWorkers === undefined ? [] : [plain]
  const sites = ['legacy', ...lanes, ...plains, ...(hybrids ? ['hybrid-php', 'hybrid-mysql'] : [])]
  const found = await freePorts(2 + sites.length + lanes.length)
  const [legacyMysql = 0, candidateMysql = 0, ...rest] = found
  const named = (names: readonly string[], from: number): Record<string, number> =>
    Object.fromEntries(names.map((name, index) => [name, rest[from + index] ?? 0]))
  return {
    mysql: { legacy: legacyMysql, candidate: candidateMysql },
    site: named(sites, 0),
    tap: named(lanes, sites.length),
  }
}

function laneNames(leg: string, lanes: number): string[] {
  return Array.from({ length: lanes }, (_, index) => `${leg}${index + 1}`)
}

/** Starts both databases. A server that was started is in `servers` even if another part fails, so that it is stopped. */
async function startDatabases(
  programs: Programs,
  prepared: Prepared,
  ports: Ports,
  folder: string,
  servers: Servers,
): Promise<Addresses> {
  const start = async (side: Side, program: Programs['legacyMysql']): Promise<DatabaseAddress> => {
    const database = await startDatabase(side, program, prepared[side], folder, ports.mysql[side])
    if (database.server !== undefined) servers.set(`${side} MySQL`, database.server)
    return database.address
  }
  const both = [start('legacy', programs.legacyMysql), start('candidate', programs.candidateMysql)] as const
  // Waits for both even if one fails, because a server that starts late must be known before everything is stopped.
  await Promise.allSettled(both)
  return { legacy: await both[0], candidate: await both[1] }
}

async function startSites({
  programs,
  application: { documentRoots },
  addresses: { legacy, candidate },
  layout: { lanes: lanesOfLeg, legacyWorkers, candidateWorkers },
  ports,
  settings,
  folder,
  servers,
}: Started): Promise<void> {
  const hybrid = (name: string, database: DatabaseAddress): Pool[] =>
    name in ports.site ? [{ name, children: 2, database }] : []
  const lanes = (leg: string, database: DatabaseAddress): Pool[] =>
    laneNames(leg, lanesOfLeg).map((name) => ({
      name,
      children: 1,
      database: { ...database, host: '127.0.0.1', port: ports.tap[name] ?? 0 },
    }))
  const oldPhp = [
    { name: 'legacy', children: legacyWorkers, database: legacy },
    ...lanes('control', legacy),
    ...hybrid('hybrid-mysql', candidate),
  ]
  const newPhp = [
    ...lanes('candidate', candidate),
    ...(candidateWorkers === undefined ? [] : [{ name: plain, children: candidateWorkers, database: candidate }]),
    ...hybrid('hybrid-php', legacy),
  ]
  const stack = async (side: Side, php: Programs['legacyPhp'], pools: readonly Pool[]): Promise<void> => {
    servers.set(`${side} PHP`, await startPhp(side, php, pools, settings, folder))
    const sites: Site[] = pools.map(({ name }) => ({ pool: name, port: ports.site[name] ?? 0 }))
    servers.set(`${side} nginx`, await startNginx(side, programs.nginx, sites, documentRoots[side], folder))
  }
  const both = [stack('legacy', programs.legacyPhp, oldPhp), stack('candidate', programs.candidatePhp, newPhp)] as const
  await Promise.allSettled(both)
  await Promise.all(both)
}

interface Started {
  readonly programs: Programs
  readonly application: Application
  readonly addresses: Addresses
  readonly layout: Layout
  readonly ports: Ports
  readonly settings: PhpSettings
  readonly folder: string
  readonly servers: Servers
}

function describe(started: Started): Omit<Lab, 'resetDatabases' | 'stop'> {
  const { addresses, layout, ports, folder } = started
  const url = (site: string): string => `http://127.0.0.1:${ports.site[site] ?? 0}`
  const lanes = (leg: string, { host, port }: DatabaseAddress): LaneEndpoint[] =>
    laneNames(leg, layout.lanes).map((name) => ({
      url: url(name),
      tap: { listen: `127.0.0.1:${ports.tap[name] ?? 0}`, target: `${host}:${port}` },
      log: logOf(folder, name),
    }))
  return {
    legacy: { url: url('legacy'), database: dsnOf(addresses.legacy) },
    candidate: { database: dsnOf(addresses.candidate), lanes: lanes('candidate', addresses.candidate) },
    control: { lanes: lanes('control', addresses.legacy) },
    ...(plain in ports.site ? { plainCandidate: { url: url(plain) } } : {}),
    ...('hybrid-php' in ports.site
      ? { hybrids: { php: { url: url('hybrid-php') }, mysql: { url: url('hybrid-mysql') } } }
      : {}),
    documentRoots: started.application.documentRoots,
    parts: partsOf(started),
    configFile: join(folder, 'sosie.yaml'),
    folder,
  }
}

function dsnOf({ host, port, user, password, name }: DatabaseAddress): string {
  return `mysql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port}/${name}`
}

function partsOf({ programs, layout, settings: { displayErrors, outputBuffering }, servers }: Started): LabPart[] {
  const php = `display_errors ${displayErrors ? 'on' : 'off'}, output_buffering ${outputBuffering}, log_errors on`
  const part = (name: string, { version, source }: Pick<LabPart, 'version' | 'source'>, settings: string): LabPart => {
    const server = servers.get(name)
    return {
      part: name,
      version,
      source,
      settings,
      ...(server === undefined ? {} : { pid: server.pid, log: server.log }),
    }
  }
  return [
    part('legacy PHP', programs.legacyPhp, `${php}, ${layout.legacyWorkers} workers`),
    part('legacy MySQL', programs.legacyMysql, "query_cache_type=ON, 64 MB, sql_mode=''"),
    part('legacy nginx', programs.nginx, 'keep-alive 75 s'),
    part('candidate PHP', programs.candidatePhp, `${php}, ${layout.lanes} lanes of 1 worker`),
    part('candidate MySQL', programs.candidateMysql, 'default sql_mode, no query cache'),
    part('candidate nginx', programs.nginx, 'keep-alive 75 s'),
  ]
}

/** Comes first in the configuration, because people copy from it. */
const onControl =
  "# Control here works on legacy's own database. In production give it a copy, and say control.copy: true;\n" +
  '# otherwise what a page writes (view counters, last visits) is written twice.\n'

/** Longer than the default, because nobody kills a lab's shadow after ten seconds, and a busy machine may still be asking mirrored requests. */
const shutdown = { seconds: 60 }

/** Returns the configuration for `sosie shadow --config` in front of this lab. Hybrid legs are not part of a shadow run yet. */
function configOf({ legacy, candidate, control }: Pick<Lab, 'legacy' | 'candidate' | 'control'>): string {
  return `${onControl}${stringify({ listen: '127.0.0.1:0', legacy, candidate, control, shutdown })}`
}
