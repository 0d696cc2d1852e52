import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { anonymousPaths } from '../../lab/src/traffic/journeys.js'
import { imbalances } from '../../src/model/run.js'
import type { RunReport } from '../../src/model/report.js'

interface LabOnDisk {
  readonly legacy: { readonly url: string }
  readonly configFile: string
  stop(): Promise<void>
}

const folder = mkdtempSync(join(tmpdir(), 'sosie-e2e-'))
const recording = join(folder, 'run.sqlite')
/** As built: the lab starts processes and reads files beside its own. */
const builtLab: string = '../../lab/dist/lab.js'
let lab: LabOnDisk
let report: RunReport
const answers: { path: string; direct: string; through: string }[] = []

beforeAll(async () => {
  const { startLab } = (await import(builtLab)) as { startLab: () => Promise<LabOnDisk> }
  lab = await startLab()
  const shadow = spawn(process.execPath, [
    'dist/main.js',
    'shadow',
    '--config',
    lab.configFile,
    '--db',
    recording,
    '--json',
  ])
  const ended = new Promise((resolve) => shadow.once('exit', resolve))
  const url = await listeningUrl(shadow.stdout)
  for (let round = 0; round < 2; round += 1) {
    for (const path of anonymousPaths) {
      answers.push({ path, direct: await fingerprint(lab.legacy.url, path), through: await fingerprint(url, path) })
    }
  }
  shadow.kill('SIGINT')
  await ended
  const reported = spawn(process.execPath, ['dist/main.js', 'report', '--db', recording, '--format', 'json'])
  let text = ''
  for await (const chunk of reported.stdout) text += String(chunk)
  report = JSON.parse(text) as RunReport
}, 180_000)

afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('every user gets the bytes, the status and the end-to-end headers that legacy sends', () => {
  for (const { direct, through } of answers) expect(through).toBe(direct)
})

test('the books balance and nothing was left unsettled', () => {
  expect(imbalances(report.totals)).toEqual([])
  expect(report.totals).toMatchObject({ requests: anonymousPaths.length * 2, unsettled: 0 })
})

test('the loops that live off the query cache are found, proven, one finding each', () => {
  const found = report.findings.filter(({ cause }) => cause === 'query-cache-dependence')
  expect(found.map(({ proof }) => proof)).toEqual(['probe', 'probe'])
  expect(found.map(({ evidence }) => evidence['identical'])).toEqual([12, 12])
  const routes = found.flatMap((finding) => finding.routes.map(({ route }) => route))
  expect(routes).toContain('GET /index.php?page=contact')
  expect(routes).toContain('GET /favicon.ico')
  expect(routes).toContain('GET /api/statistiques.php')
})

test('division by zero is proven in its three faces', () => {
  const found = report.findings.filter(({ cause }) => cause === 'php-division-by-zero')
  const places = found.map(
    ({ evidence }) =>
      `${String(evidence['file']).split('/').at(-1) ?? ''}:${String(evidence['line'])} ${String(evidence['face'])}`,
  )
  expect(places.sort()).toEqual(['diagnostic.php:7 error-text', 'marge.php:6 empty-500', 'rotation.php:7 cut-short'])
  expect(found.every(({ proof }) => proof === 'log' || proof === 'signature')).toBe(true)
})

test('no finding of any kind touches the clean routes', () => {
  const clean = ['ping', 'quarante', 'reste', 'export', 'rss', 'sortie', 'contact.html', 'robots', 'style', 'logo']
  const touched = report.findings.flatMap(({ routes }) => routes.map(({ route }) => route))
  expect(touched.filter((route) => clean.some((name) => route.includes(name)) && !route.includes('page='))).toEqual([])
})

async function listeningUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const event = JSON.parse(line) as { event: string; url: string }
    if (event.event === 'listening') {
      output.resume()
      return event.url
    }
  }
  throw new Error('the shadow ended before it listened')
}

/** Everything that reaches a user, less what differs at each call: the date, and the session and token that are new each time. */
async function fingerprint(base: string, path: string): Promise<string> {
  const answer = await fetch(`${base}${path}`, { redirect: 'manual' })
  const bytes = Buffer.from(await answer.arrayBuffer())
    .toString('latin1')
    .replace(/value="[0-9a-f]{32}"/, '')
  const headers = [...answer.headers]
    .filter(([name]) => !['date', 'connection', 'keep-alive', 'transfer-encoding'].includes(name))
    .map(([name, value]) => `${name}: ${value.replace(/PHPSESSID=[^;]+/, '')}`)
  return `${answer.status} ${createHash('sha256').update(bytes).digest('hex')} ${headers.join(' | ')}`
}
