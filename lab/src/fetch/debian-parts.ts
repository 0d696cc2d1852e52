import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Progress } from '../progress.js'
import { cached, exists } from './cache.js'
import { run } from './run.js'

/** Debian packages of one suite with all their dependencies, unpacked into their own folder. */
export interface DebianRoot {
  readonly folder: string
  /** The dynamic loader of that root. */
  readonly loader: string
  /** Folders of its libraries, for the loader. */
  readonly libraryPath: string
}

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** Fetches nginx and the libraries that PHP and MySQL 5.7 expect, all from one Debian release, so that they fit together. */
export function serverRoot(progress: Progress): Promise<DebianRoot> {
  const libraries =
    'libaio1 libnuma1 libatomic1 libstdc++6 libgcc-s1 libcrypt1 libgssapi-krb5-2 libkeyutils1 libsystemd0 libgcrypt20 libacl1 libcap2 zlib1g'
  return debianRoot('bookworm', ['nginx-light', 'libc6', ...libraries.split(' ')], progress)
}

/** Fetches MySQL 9.7 LTS, the successor of 8.4. Only Debian's unstable suite carries MySQL. */
export function mysqlRoot(progress: Progress): Promise<DebianRoot> {
  return debianRoot('sid', ['mysql-server-core', 'libc6'], progress)
}

async function debianRoot(suite: string, packages: readonly string[], progress: Progress): Promise<DebianRoot> {
  const folder = await cached(`debian-${suite}`, async (draft) => {
    progress(`Fetching ${packages[0] ?? ''} and what it needs (Debian ${suite})…`)
    const apt = await privateApt(join(draft, 'apt'), suite)
    await run('apt-get', [...apt, 'update', '-q'])
    await run('apt-get', [...apt, '-y', '--download-only', 'install', ...packages])
    await unpack(join(draft, 'apt', 'cache', 'archives'), draft)
    await rm(join(draft, 'apt'), { recursive: true, force: true })
  })
  const libraries = await foldersOfLibraries(join(folder, 'root'))
  const loader = libraries.map((path) => join(path, 'ld-linux-x86-64.so.2'))
  return { folder: join(folder, 'root'), loader: await firstThere(loader), libraryPath: libraries.join(':') }
}

/** Fetches only the named packages, without dependencies, and unpacks them into `root`. */
export async function unpackedPackages(suite: string, packages: readonly string[], root: string): Promise<void> {
  const scratch = `${root}.apt`
  const apt = await privateApt(scratch, suite)
  await run('apt-get', [...apt, 'update', '-q'])
  await run('apt-get', [...apt, 'download', ...packages], { cwd: scratch })
  for (const name of await archivesIn(scratch)) await run('dpkg', ['-x', join(scratch, name), root])
  await rm(scratch, { recursive: true, force: true })
}

/** Returns options that give apt its own lists, cache and status. The system's stay as they are, and signatures are still checked. */
async function privateApt(folder: string, suite: string): Promise<string[]> {
  for (const each of ['lists/partial', 'cache/archives/partial', 'etc'])
    await mkdir(join(folder, each), { recursive: true })
  await writeFile(join(folder, 'status'), '')
  await writeFile(
    join(folder, 'etc', 'lab.list'),
    `deb [signed-by=${keyring}] ${await archiveOfThisMachine()} ${suite} main\n`,
  )
  const settings = {
    'Dir::Etc::sourcelist': join(folder, 'etc', 'lab.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State': folder,
    'Dir::State::Lists': join(folder, 'lists'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'Debug::NoLocking': '1',
    'APT::Install-Recommends': '0',
    // Otherwise apt, when run as root, fetches as another user, who cannot write here.
    'APT::Sandbox::User': 'root',
  }
  return Object.entries(settings).map(([name, value]) => `-o${name}=${value}`)
}

/** Returns the archive that the machine's own sources name, because the machine is known to reach it. */
async function archiveOfThisMachine(): Promise<string> {
  const targets = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)'])
  const archive = targets.split('\n').find((uri) => /\/debian\/?$/.test(uri.trim()))
  if (archive === undefined)
    throw new Error('No Debian archive stands in the sources of apt. Add one, or name binaries by environment.')
  return archive.trim()
}

async function unpack(archives: string, draft: string): Promise<void> {
  const names = await archivesIn(archives)
  for (const name of names) await run('dpkg', ['-x', join(archives, name), join(draft, 'root')])
  await writeFile(join(draft, 'versions.json'), JSON.stringify(names.map(versionOf), null, 2))
}

async function archivesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.deb')).sort()
}

/** Reads package and version from a file name such as `mysql-server-core_9.7.1-1_amd64.deb`. */
function versionOf(file: string): { package: string; version: string } {
  const [name = '', version = ''] = file.split('_')
  return { package: name, version: decodeURIComponent(version) }
}

/** Returns the folders of shared libraries that programs link to: `lib/ARCH` and `lib64`, not the modules below them. */
async function foldersOfLibraries(root: string): Promise<string[]> {
  const listed = await run('find', [
    root,
    '-mindepth',
    '2',
    '-maxdepth',
    '4',
    '-path',
    '*/lib*/*.so*',
    '-printf',
    '%h\n',
  ])
  return [...new Set(listed.split('\n').filter((path) => path !== ''))].sort()
}

async function firstThere(paths: readonly string[]): Promise<string> {
  for (const path of paths) if (await exists(path)) return path
  throw new Error('The fetched packages hold no loader. Remove the cache folder and try again.')
}
