import { spawn, type ChildProcess } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll } from '@jest/globals'
import type { RunReport } from '../../src/model/report.js'

/** The redaction key of the tests lives apart from the user's own. */
const env = { ...process.env, XDG_CONFIG_HOME: join(tmpdir(), 'sosie-test-config') }

export interface ShadowProcess {
  readonly url: string
  /** Of its admin listener. */
  readonly admin: string
  /** Every event that it told so far. */
  readonly events: Readonly<Record<string, unknown>>[]
  readonly child: ChildProcess
  /** What it said on standard error so far. */
  readonly told: () => string
  /** Resolves with the exit status. */
  readonly ended: Promise<number | null>
}

/** A test that fails before it ends its shadow must not leave it running. */
const running = new Set<ChildProcess>()
afterAll(() => running.forEach((child) => child.kill('SIGKILL')))

/** Starts the built `sosie shadow --json` and waits until it listens. @param by what runs it: Node, or Node by something else. */
export async function startShadowProcess(
  args: readonly string[],
  by: readonly string[] = [process.execPath],
): Promise<ShadowProcess> {
  const [program = '', ...before] = by
  const shadow = ['dist/main.js', 'shadow', '--json', '--listen', '127.0.0.1:0', ...args]
  const child = spawn(program, [...before, ...shadow], { env })
  running.add(child)
  child.once('exit', () => running.delete(child))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const events: Record<string, unknown>[] = []
  let complaints = ''
  const { url, admin } = await new Promise<{ url: string; admin: string }>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
    child.once('exit', () => reject(new Error(`the shadow ended before it listened: ${complaints}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = JSON.parse(line) as { event: string; url: string; admin: string }
      events.push(event)
      if (event.event === 'listening') resolve(event)
    })
  })
  return { url, admin, events, child, told: () => complaints, ended }
}

/** Figures of its metrics by name, with labels as they stand there: `sosie_pairs_total{verdict="match"}`. */
export async function metricsOf({ admin }: ShadowProcess): Promise<Readonly<Record<string, number>>> {
  const text = await (await fetch(`${admin}/metrics`)).text()
  const lines = text.split('\n').filter((line) => line.startsWith('sosie_'))
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]))
}

/** Runs the built command line to its end. @param variables of its environment beside our own. */
export async function sosie(
  args: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): Promise<{ status: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['dist/main.js', ...args], { env: { ...env, ...variables } })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { status, out, err }
}

export async function reportOf(recording: string): Promise<RunReport> {
  const { out } = await sosie(['report', '--db', recording, '--format', 'json'])
  return JSON.parse(out) as RunReport
}
