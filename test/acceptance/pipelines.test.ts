import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import type { Lab } from '../../lab/src/lab.js'
import { startRealStacks } from '../support/lab.js'

/** A repository as docs/ci.md wants it, and the pipelines' own commands, as they stand there, in its folder. */
const repository = mkdtempSync(join(tmpdir(), 'sosie-pipelines-'))
const programs = join(repository, '.bin')
let lab: Lab

beforeAll(async () => {
  lab = await startRealStacks(undefined, { candidateWorkers: 4 })
  mkdirSync(programs)
  symlinkSync(resolve('dist/main.js'), join(programs, 'sosie'))
  cpSync('scenarios', join(repository, 'scenarios'), { recursive: true })
  cpSync(lab.configFile, join(repository, 'sosie.yaml'))
  writeFileSync(join(repository, 'sosie-baseline.yaml'), 'version: 1\naccepted: []\n')
}, 300_000)

afterAll(async () => {
  await lab.stop()
  rmSync(repository, { recursive: true, force: true })
})

interface GitHub {
  readonly jobs: { readonly replay: { readonly steps: readonly { readonly name?: string; readonly run?: string }[] } }
}

interface GitLab {
  readonly sosie: { readonly script: readonly string[]; readonly artifacts: { readonly paths: readonly string[] } }
}

const [github, gitlab] = [...readFileSync('docs/ci.md', 'utf8').matchAll(/^```yaml\n(.*?)^```/gms)].map(
  ([, block = '']) => parse(block) as unknown,
) as [GitHub, GitLab]

/** Runs a command of a pipeline by the shell, with the lab in place of what it names. */
async function run(command: string): Promise<{ status: number | null; out: string; err: string }> {
  const here = command
    .replaceAll('/var/www/shop', lab.documentRoots.candidate)
    .replace('http://legacy', lab.legacy.url)
    .replace('http://candidate', lab.plainCandidate?.url ?? '')
  const env = {
    ...process.env,
    PATH: `${programs}:${process.env['PATH'] ?? ''}`,
    XDG_CONFIG_HOME: join(repository, '.config'),
    GITHUB_STEP_SUMMARY: join(repository, 'summary.md'),
  }
  const child = spawn('sh', ['-e', '-c', here], { cwd: repository, env })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const status = await new Promise<number | null>((done) => child.once('close', done))
  return { status, out, err }
}

const fileOf = (name: string): string => readFileSync(join(repository, name), 'utf8')

/** `uri:line` of each result. */
function placesIn(sarif: string): string[] {
  interface Log {
    runs: {
      results: {
        locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[]
      }[]
    }[]
  }
  return (JSON.parse(sarif) as Log).runs.flatMap(({ results }) =>
    results.flatMap(({ locations }) =>
      locations.map(
        ({ physicalLocation: { artifactLocation, region } }) => `${artifactLocation.uri}:${region.startLine}`,
      ),
    ),
  )
}

test('GitHub: the step fails the gate, annotates the PHP lines and those of scenarios, and leaves what later steps upload', async () => {
  const command = github.jobs.replay.steps.find(({ name }) => name === 'Replay and gate')?.run ?? ''
  const { status, out, err } = await run(command)
  expect({ status, err: status === 1 ? '' : err }).toEqual({ status: 1, err: '' })
  expect(out).toContain('::error file=api/marge.php,line=6,title=')
  expect(out).toMatch(/^::error file=scenarios\/time-zone\.yaml,line=\d+,title=/m)
  expect(fileOf('summary.md')).toContain('No-go')
  const places = placesIn(fileOf('sosie.sarif'))
  expect(places).toEqual(
    expect.arrayContaining(['api/marge.php:6', 'rotation.php:7', 'admin/diagnostic.php:7', placeOf('time-zone')]),
  )
  expect(places.filter((place) => !/^(?:scenarios\/|api\/|admin\/|rotation)/.test(place))).toEqual([])
  for (const name of ['sosie.xml', 'sosie.md', 'sosie.html', 'sosie.sqlite']) expect(fileOf(name)).not.toBe('')
}, 180_000)

/** Where the first exchange of a scenario stands. */
function placeOf(scenario: string): string {
  const file = `scenarios/${scenario}.yaml`
  const line = fileOf(file)
    .split('\n')
    .findIndex((text) => text.includes('- request:'))
  return `${file}:${line + 1}`
}

test('what was accepted with a last day no longer counts; what scenarios expect still does', async () => {
  const accept = 'sosie gate --db sosie.sqlite --config sosie.yaml --baseline sosie-baseline.yaml --update-baseline'
  await run(`${accept} --reason "the first run" --author Grace --expires 2099-12-31`)
  const { status, err } = await run('sosie gate --db sosie.sqlite --config sosie.yaml --baseline sosie-baseline.yaml')
  expect(status).toBe(1)
  expect(err).not.toContain('(gate.max.')
  expect(err).toContain('"two clients", GET /api/marge.php?id=100: the candidate answers 500, expected was 200.')
}, 60_000)

test('GitLab: one address each; the job fails and its artifacts are there', async () => {
  for (const name of gitlab.sosie.artifacts.paths) rmSync(join(repository, name), { force: true })
  const command = gitlab.sosie.script.find((line) => line.startsWith('sosie replay')) ?? ''
  const { status, err } = await run(command)
  expect({ status, err: status === 1 ? '' : err }).toEqual({ status: 1, err: '' })
  expect(fileOf('sosie.xml')).toContain('<testsuite')
  expect(gitlab.sosie.artifacts.paths.filter((name) => !existsSync(join(repository, name)))).toEqual([])
}, 180_000)
