import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startServer, until, type Server } from '../processes.js'
import { exists } from '../fetch/cache.js'
import type { PhpProgram } from './choice.js'
import type { DatabaseAddress } from './given-database.js'

/** A pool of PHP workers: live legacy has several children, a lane has one. */
export interface Pool {
  readonly name: string
  readonly children: number
  /** The database address that its pages get; for a lane it has the tap's port instead of the server's. */
  readonly database: DatabaseAddress
  /** File that every request loads first. */
  readonly prepend?: string
  /** True to write an access log that says which process served which request. */
  readonly accessLog?: boolean
}

export interface PhpSettings {
  readonly displayErrors: boolean
  /** Bytes; 0 for none. */
  readonly outputBuffering: number
}

const extensions = [
  'mysqlnd',
  'mysqli',
  'pdo',
  'pdo_mysql',
  'mbstring',
  'ctype',
  'iconv',
  'tokenizer',
  'xml',
  'dom',
  'simplexml',
  'curl',
  'fileinfo',
]

/** What hosters took away from their customers; nothing else in the lab calls them. */
const disabledFunctions = ['exec', 'passthru', 'shell_exec', 'system']

/** E_ALL without deprecations and E_STRICT, as production ran; the numbers are the same in PHP 7.4 and 8.1. */
const errorReporting = 32767 & ~8192 & ~16384 & ~2048

export const socketOf = (folder: string, pool: string): string => join(folder, `${pool}.sock`)
export const accessLogOf = (folder: string, pool: string): string => join(folder, `${pool}.access`)
export const logOf = (folder: string, pool: string): string => join(folder, `${pool}.err`)

/** Starts one PHP master with its pools. Nothing in a pool's environment says which stack it belongs to. */
export async function startPhp(
  name: string,
  program: PhpProgram,
  pools: readonly Pool[],
  settings: PhpSettings,
  folder: string,
): Promise<Server> {
  const configuration = join(folder, `${name}-php.conf`)
  const sessions = join(folder, `${name}-sessions`)
  await mkdir(sessions, { recursive: true })
  for (const pool of pools) await writeFile(logOf(folder, pool.name), '', { mode: 0o666 })
  await writeFile(configuration, configurationOf(pools, folder, name))
  const server = startServer(
    `PHP ${program.version} (${name})`,
    [...program.command, '-n', '-F', '-y', configuration, ...rootFlag, ...iniFlags(program, settings, sessions)],
    join(folder, `${name}-php.log`),
  )
  await until(async () => {
    const there = await Promise.all(pools.map((pool) => exists(socketOf(folder, pool.name))))
    if (there.includes(false)) throw new Error(`${name}: its sockets are not there yet`)
  }, server.failed)
  return server
}

const root = process.getuid?.() === 0
const rootFlag = root ? ['-R'] : []

function configurationOf(pools: readonly Pool[], folder: string, name: string): string {
  const global = [
    '[global]',
    `error_log = ${join(folder, `${name}-fpm.log`)}`,
    'daemonize = no',
    'process_control_timeout = 2s',
  ]
  return [...global, ...pools.flatMap((pool) => poolLines(pool, folder))].join('\n') + '\n'
}

function poolLines({ name, children, database, prepend, accessLog }: Pool, folder: string): string[] {
  const environment = {
    DB_HOST: database.host,
    DB_PORT: database.port,
    DB_NAME: database.name,
    DB_USER: database.user,
    DB_PASSWORD: database.password,
  }
  return [
    `[${name}]`,
    ...(root ? ['user = root', 'group = root'] : []),
    `listen = ${socketOf(folder, name)}`,
    'pm = static',
    `pm.max_children = ${children}`,
    'clear_env = yes',
    ...Object.entries(environment).map(([key, value]) => `env[${key}] = ${value}`),
    'catch_workers_output = no',
    `php_admin_value[error_log] = ${logOf(folder, name)}`,
    ...(prepend === undefined ? [] : [`php_admin_value[auto_prepend_file] = ${prepend}`]),
    ...(accessLog === true
      ? [`access.log = ${accessLogOf(folder, name)}`, 'access.format = "%p %{REMOTE_PORT}e %{REQUEST_URI}e"']
      : []),
  ]
}

function iniFlags({ modules }: PhpProgram, settings: PhpSettings, sessions: string): string[] {
  const ini = {
    display_errors: settings.displayErrors ? '1' : '0',
    html_errors: '0',
    log_errors: '1',
    log_errors_max_len: '0',
    error_reporting: String(errorReporting),
    output_buffering: String(settings.outputBuffering),
    'date.timezone': 'Europe/Paris',
    default_charset: 'UTF-8',
    max_execution_time: '30',
    expose_php: '1',
    disable_functions: disabledFunctions.join(','),
    'session.save_path': sessions,
    'session.use_cookies': '1',
  }
  const loaded = modules === undefined ? [] : [`extension_dir=${modules}`, ...extensionsOf(modules)]
  return [...loaded, ...Object.entries(ini).map(([key, value]) => `${key}=${value}`)].flatMap((setting) => [
    '-d',
    setting,
  ])
}

/** Returns the settings that load the extensions. JSON is a module in the package of PHP 7.4, and built in since 8.0. */
function extensionsOf(modules: string): string[] {
  const json = modules.includes('v74') ? ['json'] : []
  return [...json, ...extensions].map((name) => `extension=${name}`)
}
