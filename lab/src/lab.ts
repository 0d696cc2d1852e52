import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import { freePorts } from './free-ports.js'
import { choosePrograms, type Program, type Programs } from './parts/choice.js'
import { prepareData, startMysql } from './parts/mysql.js'
import { startNginx, type Site } from './parts/nginx.js'
import { logOf, startPhp, type PhpSettings, type Pool } from './parts/php-fpm.js'
import type { Server } from './processes.js'
import type { Progress } from './progress.js'

export interface LabOptions {
  /** Off, as in production, unless asked for. */
  readonly displayErrors?: boolean
  /** Bytes; 0, none, unless asked for. */
  readonly outputBuffering?: number
  /** Also PHP 8.1 on MySQL 5.7, and PHP 7.4 on the candidate's MySQL. */
  readonly hybrids?: boolean
  readonly onProgress?: Progress
}

export interface LaneEndpoint {
  readonly url: string
  /** Sosie opens `listen`; until then the lane has no database. */
  readonly tap: { readonly listen: string; readonly target: string }
  readonly log: string
}

export interface LabPart {
  readonly part: string
  readonly version: string
  /** environment, path or fetched. */
  readonly source: string
  readonly settings: string
}

export interface Lab {
  readonly legacy: { readonly url: string; readonly database: string }
  readonly candidate: { readonly database: string; readonly lanes: readonly LaneEndpoint[] }
  readonly control: { readonly lanes: readonly LaneEndpoint[] }
  readonly hybrids?: { readonly php: { readonly url: string }; readonly mysql: { readonly url: string } }
  readonly parts: readonly LabPart[]
  /** A ready sosie.yaml. */
  readonly configFile: string
  /** Where data, logs and sockets are, until it stops. */
  readonly folder: string
  stop(): Promise<void>
}

const documentRoot = fileURLToPath(new URL('../boutique/www', import.meta.url))
const legacyChildren = 6
const lanesOfLeg = 2

/** Ports by what they serve. */
interface Ports {
  readonly legacyMysql: number
  readonly candidateMysql: number
  readonly site: Readonly<Record<string, number>>
  readonly tap: Readonly<Record<string, number>>
}

/** Starts the real stacks on free ports of the loopback, fetching what the machine lacks. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const progress = options.onProgress ?? (() => undefined)
  const programs = await choosePrograms(progress)
  const data = await prepareData({ legacy: programs.legacyMysql, candidate: programs.candidateMysql }, progress)
  const folder = await mkdtemp(join(tmpdir(), 'sosie-lab-'))
  const ports = await choosePorts(options.hybrids === true)
  const servers: Server[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()))
    await rm(folder, { recursive: true, force: true })
  }
  try {
    servers.push(...(await startServers(programs, data, ports, settingsOf(options), folder)))
    const lab = describe(programs, ports, settingsOf(options), folder)
    await writeFile(lab.configFile, configOf(lab))
    return { ...lab, stop }
  } catch (error) {
    await Promise.all(servers.map((server) => server.stop()))
    throw error // the folder stays: it holds the log that the error names
  }
}

function settingsOf({ displayErrors = false, outputBuffering = 0 }: LabOptions): PhpSettings {
  return { displayErrors, outputBuffering }
}

async function choosePorts(hybrids: boolean): Promise<Ports> {
  const lanes = ['candidate', 'control'].flatMap((leg) => laneNames(leg))
  const sites = ['legacy', ...lanes, ...(hybrids ? ['hybrid-php', 'hybrid-mysql'] : [])]
  const found = await freePorts(2 + sites.length + lanes.length)
  const [legacyMysql = 0, candidateMysql = 0, ...rest] = found
  const named = (names: readonly string[], from: number): Record<string, number> =>
    Object.fromEntries(names.map((name, index) => [name, rest[from + index] ?? 0]))
  return { legacyMysql, candidateMysql, site: named(sites, 0), tap: named(lanes, sites.length) }
}

function laneNames(leg: string): string[] {
  return Array.from({ length: lanesOfLeg }, (_, index) => `${leg}${index + 1}`)
}

async function startServers(
  programs: Programs,
  data: Record<'legacy' | 'candidate', string>,
  ports: Ports,
  settings: PhpSettings,
  folder: string,
): Promise<Server[]> {
  const hybrid = (name: string, databasePort: number): Pool[] =>
    name in ports.site ? [{ name, children: 2, databasePort }] : []
  const lanes = (leg: string): Pool[] =>
    laneNames(leg).map((name) => ({ name, children: 1, databasePort: ports.tap[name] ?? 0 }))
  const oldPhp = [
    { name: 'legacy', children: legacyChildren, databasePort: ports.legacyMysql },
    ...lanes('control'),
    ...hybrid('hybrid-mysql', ports.candidateMysql),
  ]
  const newPhp = [...lanes('candidate'), ...hybrid('hybrid-php', ports.legacyMysql)]
  const sites: Site[] = Object.entries(ports.site).map(([pool, port]) => ({ pool, port }))
  const backends = await Promise.all([
    startMysql('legacy', programs.legacyMysql, data.legacy, folder, ports.legacyMysql),
    startMysql('candidate', programs.candidateMysql, data.candidate, folder, ports.candidateMysql),
    startPhp('old', programs.legacyPhp, oldPhp, settings, folder),
    startPhp('new', programs.candidatePhp, newPhp, settings, folder),
  ])
  return [await startNginx(programs.nginx, sites, documentRoot, folder), ...backends]
}

function describe(programs: Programs, ports: Ports, settings: PhpSettings, folder: string): Omit<Lab, 'stop'> {
  const url = (site: string): string => `http://127.0.0.1:${ports.site[site] ?? 0}`
  const database = (port: number): string => `mysql://app:boutique@127.0.0.1:${port}/shop`
  const lanes = (leg: string, databasePort: number): LaneEndpoint[] =>
    laneNames(leg).map((name) => ({
      url: url(name),
      tap: { listen: `127.0.0.1:${ports.tap[name] ?? 0}`, target: `127.0.0.1:${databasePort}` },
      log: logOf(folder, name),
    }))
  return {
    legacy: { url: url('legacy'), database: database(ports.legacyMysql) },
    candidate: { database: database(ports.candidateMysql), lanes: lanes('candidate', ports.candidateMysql) },
    control: { lanes: lanes('control', ports.legacyMysql) },
    ...('hybrid-php' in ports.site
      ? { hybrids: { php: { url: url('hybrid-php') }, mysql: { url: url('hybrid-mysql') } } }
      : {}),
    parts: partsOf(programs, settings),
    configFile: join(folder, 'sosie.yaml'),
    folder,
  }
}

function partsOf(programs: Programs, { displayErrors, outputBuffering }: PhpSettings): LabPart[] {
  const php = `display_errors ${displayErrors ? 'on' : 'off'}, output_buffering ${outputBuffering}, log_errors on`
  const part = (name: string, { version, source }: Program, settings: string): LabPart => ({
    part: name,
    version,
    source,
    settings,
  })
  return [
    part('legacy PHP', programs.legacyPhp, `${php}, ${legacyChildren} children`),
    part('legacy MySQL', programs.legacyMysql, "query_cache_type=ON, 64 MB, sql_mode=''"),
    part('candidate PHP', programs.candidatePhp, `${php}, ${lanesOfLeg} lanes of 1 child`),
    part('candidate MySQL', programs.candidateMysql, 'default sql_mode, no query cache'),
    part('nginx', programs.nginx, 'keep-alive 75 s'),
  ]
}

/** What `sosie shadow --config` needs to stand in front of this lab. Hybrid legs are not part of a shadow run yet. */
function configOf({ legacy, candidate, control }: Pick<Lab, 'legacy' | 'candidate' | 'control'>): string {
  return stringify({ listen: '127.0.0.1:0', legacy, candidate, control })
}
