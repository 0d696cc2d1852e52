import { createHash } from 'node:crypto'
import { copyFile, mkdtemp, mkdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { request } from 'undici'
import { cached } from '../fetch/cache.js'
import { unpackedPackages } from '../fetch/debian-parts.js'
import { run } from '../fetch/run.js'
import { freePorts } from '../free-ports.js'
import { startNginx } from '../parts/nginx.js'
import { startPhp } from '../parts/php-fpm.js'
import type { Side } from '../side.js'
import type { Server } from '../processes.js'
import type { Progress } from '../progress.js'
import type { Application, ApplicationTools, EmptyDatabase, MakeApplication } from './application.js'
import { contentSql } from './wordpress-content.js'

/** The site's host name in its database and links, on both stacks. */
export const wordpressHost = 'wordpress.example'

const sources = fileURLToPath(new URL('../../wordpress', import.meta.url))
/** WordPress as Debian ships it, its theme, and the libraries that Debian ships in separate packages. */
const packages = ['wordpress', 'wordpress-theme-twentytwentythree', 'libjs-underscore', 'libjs-cropper', 'php-getid3']
/** Raised when the way in which the data is made changes. */
const preparation = '1'

/** A stock WordPress with some content, the same on both stacks. */
export const wordpress: MakeApplication = (tools) => make(tools, ({ stock }) => ({ legacy: stock, candidate: stock }))

/** The same WordPress, with the defects of wordpress/defects.json planted in the candidate's copy. */
export const plantedWordpress: MakeApplication = (tools) =>
  make(tools, ({ stock, planted }) => ({ legacy: stock, candidate: planted }))

interface Copies {
  readonly stock: string
  readonly planted: string
}

async function make(
  tools: ApplicationTools,
  rootsOf: (copies: Copies) => Readonly<Record<Side, string>>,
): Promise<Application> {
  const copies = await fetchedCopies(tools.progress)
  const version = createHash('sha256')
    .update([preparation, tools.legacyPhp.version, ...contentSql()].join('\n'))
    .digest('hex')
    .slice(0, 12)
  return {
    name: 'WordPress',
    version,
    documentRoots: rootsOf(copies),
    afterMigration: [],
    fill: (database) => install(database, copies.stock, tools),
  }
}

async function fetchedCopies(progress: Progress): Promise<Copies> {
  const [config, planted] = [join(sources, 'wp-config.php'), join(sources, 'planted.php')]
  const key = createHash('sha256')
  for (const file of [config, planted]) key.update(await readFile(file))
  const folder = await cached(`wordpress-${key.digest('hex').slice(0, 12)}`, async (draft) => {
    progress('Fetching WordPress (Debian)…')
    const root = join(draft, 'stock')
    await unpackedPackages('bookworm', packages, root)
    await copyFile(config, join(root, pages, 'wp-config.php'))
    await run('cp', ['-a', '--reflink=auto', root, join(draft, 'planted')])
    const plugins = join(draft, 'planted', pages, 'wp-content', 'mu-plugins')
    await mkdir(plugins)
    await copyFile(planted, join(plugins, 'planted.php'))
  })
  return { stock: join(folder, 'stock', pages), planted: join(folder, 'planted', pages) }
}

/** Folder in which the package puts its pages. */
const pages = join('usr', 'share', 'wordpress')

/** Runs WordPress's own installer over HTTP and adds the content. The first page is then requested, because it makes the rewrite rules. */
async function install(
  { connection, address }: EmptyDatabase,
  documentRoot: string,
  { legacyPhp, nginx }: ApplicationTools,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sosie-wp-'))
  const [port = 0] = await freePorts(1)
  const servers: Server[] = []
  try {
    const pool = { name: 'install', children: 2, database: address }
    const settings = { displayErrors: false, outputBuffering: 0 }
    servers.push(await startPhp('install', legacyPhp, [pool], settings, folder))
    servers.push(await startNginx('install', nginx, [{ pool: pool.name, port }], documentRoot, folder))
    await ask(port, '/wp-admin/install.php?step=2', installation)
    for (const statement of contentSql()) await connection.query(statement)
    await ask(port, '/')
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    await rm(folder, { recursive: true, force: true })
  }
}

const installation = new URLSearchParams({
  weblog_title: 'L’épicerie',
  user_name: 'admin',
  admin_password: 'sesame-ouvre-toi',
  admin_password2: 'sesame-ouvre-toi',
  pw_weak: '1',
  admin_email: 'admin@wordpress.example',
  blog_public: '1',
})

async function ask(port: number, path: string, form?: URLSearchParams): Promise<void> {
  const { statusCode, body } = await request(`http://127.0.0.1:${port}${path}`, {
    method: form === undefined ? 'GET' : 'POST',
    headers: {
      host: wordpressHost,
      ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form === undefined ? {} : { body: form.toString() }),
  })
  const page = await body.text()
  if (statusCode !== 200) throw new Error(`WordPress answered ${statusCode} to ${path}: ${page.slice(0, 300)}`)
}
