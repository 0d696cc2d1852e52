import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePorts } from './free-ports.js'
import { choosePrograms, type PhpProgram, type Program } from './parts/choice.js'
import { startServer, until } from './processes.js'

/**
 * Lets both PHPs die in all the ways of lab/php-errors, with every combination of display_errors, html_errors and log target, and keeps what
 * they wrote for test/php/corpus.test.ts. The expected results are in lab/php-errors/labels.json.
 */
const project = fileURLToPath(new URL('../../', import.meta.url))
const pages = join(project, 'lab', 'php-errors')
const names = readdirSync(pages)
  .filter((name) => name.endsWith('.php'))
  .map((name) => name.slice(0, -4))

/** Targets of the error log. `notice`: php-fpm's own log without that of the web server; it wraps what a worker writes twice. */
const targets = ['file', 'fpm-log', 'notice', 'nginx'] as const
type Target = (typeof targets)[number]

interface Setting {
  readonly target: Target
  readonly display: boolean
  readonly html: boolean
  readonly port: number
}

interface CapturedCase {
  readonly page: string
  readonly php: string
  readonly from: string
  /** Index of what it logged among the stored texts; `answer` likewise. */
  readonly log: number
  readonly answer: number
}

const texts: string[] = []
const cases: CapturedCase[] = []

function numberOf(text: string): number {
  const known = texts.indexOf(text)
  return known >= 0 ? known : texts.push(text) - 1
}

/** Replaces what depends on machine and time, so that the text is always the same. */
function neutral(text: string, root: string): string {
  return text
    .replaceAll(root, '/srv')
    .replaceAll(/\[\d\d-[A-Z][a-z]{2}-\d{4} [\d:]{8}/gm, '[26-Nov-2026 10:00:00')
    .replaceAll(/^\[[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ [\d:]{8} \d{4}\]/gm, '[Thu Nov 26 10:00:00 2026]')
    .replaceAll(/^\d{4}\/\d\d\/\d\d [\d:]{8} \[error\] \d+#\d+: \*\d+/gm, '2026/11/26 10:00:00 [error] 7#7: *1')
    .replaceAll(/\[pool [^\]]+\]/g, '[pool www]')
    .replaceAll(/[\w-]+\.sock/g, 'php.sock')
    .replaceAll(/child \d+/g, 'child 123')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:80')
}

async function capture(php: '7.4' | '8.1', program: PhpProgram, nginx: Program): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'php-'))
  const www = join(folder, 'www')
  cpSync(pages, www, { recursive: true })
  const kinds = targets.flatMap((target) =>
    [0, 1, 2, 3].map((bits) => ({ target, display: bits > 1, html: bits % 2 > 0 })),
  )
  const ports = await freePorts(kinds.length)
  const settings = kinds.map((kind, index): Setting => ({ ...kind, port: ports[index] ?? 0 }))
  writeFileSync(join(folder, 'fpm.conf'), fpmConfiguration(settings, folder))
  writeFileSync(join(folder, 'nginx.conf'), nginxConfiguration(settings, folder))
  mkdirSync(join(folder, 'tmp'))
  const loaded = program.modules === undefined ? [] : ['-d', `extension_dir=${program.modules}`]
  const rootFlag = process.getuid?.() === 0 ? ['-R'] : []
  const fpm = [...program.command, '-n', '-F', '-y', join(folder, 'fpm.conf'), ...rootFlag, ...loaded, ...ini]
  const servers = [
    startServer('php-fpm', fpm, join(folder, 'php.out')),
    startServer(
      'nginx',
      [...nginx.command, '-e', join(folder, 'nginx.out'), '-p', folder, '-c', join(folder, 'nginx.conf')],
      join(folder, 'nginx.out'),
    ),
  ]
  try {
    for (const setting of settings)
      await captureSetting(php, setting, folder, servers[0]?.failed ?? Promise.reject(new Error('php-fpm')))
    for (const page of names) captureCommandLine(php, program, page, folder)
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    rmSync(folder, { recursive: true })
  }
}

const ini = [
  'log_errors=1',
  'date.timezone=Europe/Paris',
  'error_reporting=32767',
  'output_buffering=0',
  'zend.exception_ignore_args=0',
].flatMap((each) => ['-d', each])

async function captureSetting(php: string, setting: Setting, folder: string, failed: Promise<never>): Promise<void> {
  const log = logOf(setting, folder)
  await until(() => fetch(`http://127.0.0.1:${setting.port}/nothing-here.php`), failed)
  for (const page of names) {
    const before = sizeOf(log)
    const response = await fetch(`http://127.0.0.1:${setting.port}/${page}.php`)
    const answer = await response.text()
    await sleep(60)
    const written = neutral(readFileSync(log).subarray(before).toString('utf8'), folder)
    const { target, display, html } = setting
    const from = `${target}, display_errors=${Number(display)}, html_errors=${Number(html)}`
    cases.push({ page, php, from, log: numberOf(written), answer: numberOf(neutral(answer, folder)) })
  }
}

/** Captures PHP on the command line, where it writes to both standard output and standard error. */
function captureCommandLine(php: string, program: PhpProgram, page: string, folder: string): void {
  const [command = '', ...rest] = program.command.map((part) => part.replace(/php-fpm$/, 'php'))
  const settings = ['-n', ...ini, '-d', 'display_errors=1', '-d', 'html_errors=0']
  const ran = spawnSync(command, [...rest, ...settings, join(folder, 'www', `${page}.php`)], { encoding: 'utf8' })
  const both = { log: numberOf(neutral(ran.stderr, folder)), answer: numberOf(neutral(ran.stdout, folder)) }
  cases.push({ page, php, from: 'command line', ...both })
}

function sizeOf(file: string): number {
  try {
    return readFileSync(file).length
  } catch {
    return 0
  }
}

function nameOf({ target, display, html }: Setting): string {
  return `${target}-${Number(display)}${Number(html)}`
}

function logOf(setting: Setting, folder: string): string {
  if (setting.target === 'fpm-log' || setting.target === 'notice') return join(folder, 'fpm.log')
  return join(folder, `${nameOf(setting)}.log`)
}

function fpmConfiguration(settings: readonly Setting[], folder: string): string {
  const root = process.getuid?.() === 0 ? ['user = root', 'group = root'] : []
  const pools = settings.flatMap((setting) => [
    `[${nameOf(setting)}]`,
    ...root,
    `listen = ${join(folder, nameOf(setting))}.sock`,
    'pm = static',
    'pm.max_children = 1',
    `catch_workers_output = ${setting.target === 'fpm-log' || setting.target === 'notice' ? 'yes' : 'no'}`,
    ...(setting.target === 'notice' ? ['php_admin_value[fastcgi.logging] = 0'] : []),
    `php_admin_value[display_errors] = ${Number(setting.display)}`,
    `php_admin_value[html_errors] = ${Number(setting.html)}`,
    ...(setting.target === 'file' ? [`php_admin_value[error_log] = ${logOf(setting, folder)}`] : []),
    ...(setting.target === 'fpm-log' ? ['php_admin_value[error_log] = /dev/stderr'] : []),
  ])
  return ['[global]', `error_log = ${join(folder, 'fpm.log')}`, 'daemonize = no', ...pools].join('\n') + '\n'
}

function nginxConfiguration(settings: readonly Setting[], folder: string): string {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, 'tmp', kind)};`,
  )
  const sites = settings.map(
    (setting) => `  server {
    listen 127.0.0.1:${setting.port};
    error_log ${setting.target === 'nginx' ? logOf(setting, folder) : join(folder, 'nginx.out')};
    location / {
      fastcgi_pass unix:${join(folder, nameOf(setting))}.sock;
      fastcgi_param SCRIPT_FILENAME ${join(folder, 'www')}$fastcgi_script_name;
      fastcgi_param REQUEST_METHOD $request_method;
    }
  }`,
  )
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  return `${user}\nworker_processes 1;\ndaemon off;\npid ${join(folder, 'nginx.pid')};\nevents {}\nhttp {\n  access_log off;\n  ${paths.join('\n  ')}\n${sites.join('\n')}\n}\n`
}

const programs = await choosePrograms(() => undefined)
await capture('7.4', programs.legacyPhp, programs.nginx)
await capture('8.1', programs.candidatePhp, programs.nginx)
const file = join(project, 'test', 'diagnose', 'php', 'captured.json')
mkdirSync(join(file, '..'), { recursive: true })
const lines = (rows: readonly unknown[]): string => rows.map((row) => JSON.stringify(row)).join(',\n')
writeFileSync(file, `{"texts":[\n${lines(texts)}\n],"cases":[\n${lines(cases)}\n]}\n`)
process.stderr.write(`${cases.length} cases, ${texts.length} texts\n`)
