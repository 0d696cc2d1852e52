import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { run } from './fetch/run.js'
import { startLab, type Lab } from './lab.js'
import { openScreen, type Screen, type ShadowEvent } from './demo-screen.js'
import { summaryOf, type DemoReport } from './demo-summary.js'
import { driveTraffic } from './traffic/drive.js'

/** Runs the main job on real stacks: the lab, Sosie in front of it, users, a report. Exits with 0 even if it finds regressions: it should. */
const project = fileURLToPath(new URL('../../', import.meta.url))
const sosie = join(project, 'dist', 'main.js')
const reports = join(project, 'reports')
const recording = join(reports, 'demo.sqlite')
const users = 4
const rounds = 5

const screen = openScreen(process.stderr)
const { tell } = screen

/** Aborted by Ctrl-C: the traffic ends, what was compared until then is still reported, and everything is stopped. */
const interrupted = new AbortController()
const interruption = new Promise<void>((resolve) => interrupted.signal.addEventListener('abort', () => resolve()))
process.once('SIGINT', () => {
  tell('Stopping; the report tells what was seen until now. Ctrl-C again ends it at once.')
  interrupted.abort()
})

async function demo(): Promise<void> {
  tell('Starting the real stacks…')
  const lab = await startLab({ onProgress: tell })
  try {
    for (const { part, version, source } of lab.parts) tell(`  ${part.padEnd(16)} ${version} (${source})`)
    await shadowTraffic(lab)
  } finally {
    await lab.stop()
  }
}

async function shadowTraffic(lab: Lab): Promise<void> {
  await mkdir(reports, { recursive: true })
  for (const suffix of ['', '-wal', '-shm']) await rm(`${recording}${suffix}`, { force: true })
  const shadow = spawn(process.execPath, [sosie, 'shadow', '--config', lab.configFile, '--db', recording, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true, // Ctrl-C reaches it only through this process, once: a second one would cut it off
  })
  const ended = new Promise<number | null>((resolve) => shadow.once('exit', resolve))
  const watched = watch(shadow, screen)
  const baseUrl = await watched.listening
  tell(`Sosie stands in front of legacy at ${baseUrl}. Users arrive…`)
  const traffic = await driveTraffic({ baseUrl, users, rounds, signal: interrupted.signal })
  tell(
    `${traffic.requests} requests answered to users, ${traffic.failures} without an answer. The candidate catches up…`,
  )
  await Promise.race([watched.caughtUp(traffic.requests), ended, interruption])
  shadow.kill('SIGINT')
  const status = await ended
  if (status !== 0) throw new Error(`sosie shadow ended with ${String(status)}`)
  for (const format of ['html', 'json']) {
    await run(process.execPath, [sosie, 'report', '--db', recording, '--format', format, '--out', reportFile(format)])
  }
  tell(summaryOf(JSON.parse(await readFile(reportFile('json'), 'utf8')) as DemoReport))
  tell(`\nRead it: ${reportFile('html')}\nFor programs: ${reportFile('json')}. The recording: ${recording}.`)
}

const reportFile = (format: string): string => join(reports, `demo.${format}`)

/** Maximum time for the candidate to catch up with the users, in milliseconds. */
const catchUpMs = 120_000

interface Watched {
  /** Resolves with Sosie's URL as soon as it listens. */
  readonly listening: Promise<string>
  /** Resolves when this many requests were mirrored or counted as not mirrored, or when it takes too long. */
  caughtUp(requests: number): Promise<void>
}

/** Reads the shadow's events and shows them. */
function watch(shadow: ChildProcess, screen: Screen): Watched {
  let settled = 0
  const listening = new Promise<string>((resolve, reject) => {
    shadow.once('exit', (status) => reject(new Error(`sosie shadow ended with ${String(status)} before it listened`)))
    if (shadow.stdout === null) return
    createInterface({ input: shadow.stdout }).on('line', (line) => {
      const event = JSON.parse(line) as ShadowEvent
      if (event.event === 'listening') resolve(event.url)
      if (event.event === 'progress') settled = event.mirrored + sum(event.notMirrored)
      screen.show(event)
    })
  })
  const caughtUp = async (requests: number): Promise<void> => {
    const deadline = Date.now() + catchUpMs
    while (settled < requests && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return { listening, caughtUp }
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, n) => total + n, 0)
}

try {
  await demo()
} catch (error) {
  tell(`demo: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 3
}
