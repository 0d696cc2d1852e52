import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startLab, type Lab } from './lab.js'
import { anonymousPaths } from './traffic/journeys.js'

/**
 * Captures the boutique's answers from the real stacks, legacy twice and the candidate, for test/corpus. Labels come from what is
 * planted (boutique/defects.json), not from what a comparator says.
 */
const project = fileURLToPath(new URL('../../', import.meta.url))
const documentRoot = join(project, 'lab', 'boutique', 'www')
const target = join(project, 'test', 'corpus', 'captured.json')

interface Truth {
  readonly defects: readonly {
    readonly id: string
    readonly cause: string
    readonly requests: readonly string[]
    readonly visibleBy: readonly string[]
  }[]
}

interface Captured {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  /** Latin-1 text of the bytes. */
  readonly body: string
}

async function answerOf(origin: string, path: string): Promise<Captured> {
  const response = await fetch(`${origin}${path}`, { redirect: 'manual' })
  const body = Buffer.from(await response.arrayBuffer())
    .toString('latin1')
    .replaceAll(documentRoot, '/srv/www')
  return { status: response.status, headers: [...response.headers], body }
}

/** A replay sees answers alone: what only times or SQL show leaves them the same, and so does what is wrong on both sides. */
function showsInAnswer({ cause, visibleBy }: Truth['defects'][number]): boolean {
  return visibleBy.includes('replay') && !cause.startsWith('infra-')
}

/** Sosie's taps give the lanes their databases. */
async function withTaps(lab: Lab, work: () => Promise<void>): Promise<void> {
  const sosie = join(project, 'dist', 'main.js')
  const db = join(lab.folder, 'capture.sqlite')
  const shadow = spawn(process.execPath, [sosie, 'shadow', '--config', lab.configFile, '--db', db, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => shadow.once('exit', resolve))
  await new Promise<void>((resolve) => createInterface({ input: shadow.stdout }).once('line', () => resolve()))
  try {
    await work()
  } finally {
    shadow.kill('SIGINT')
    await ended
  }
}

async function capture(lab: Lab): Promise<void> {
  const truth = JSON.parse(readFileSync(join(project, 'lab', 'boutique', 'defects.json'), 'utf8')) as Truth
  const [candidate, control] = [lab.candidate.lanes[0]?.url ?? '', lab.control.lanes[0]?.url ?? '']
  const cases = []
  for (const path of anonymousPaths) {
    const planted = truth.defects.filter((defect) => defect.requests.includes(path) && showsInAnswer(defect))
    cases.push({
      path,
      label: planted.length > 0 ? 'different' : 'same',
      planted: planted.map(({ id }) => id),
      legacy: await answerOf(lab.legacy.url, path),
      candidate: await answerOf(candidate, path),
      control: await answerOf(control, path),
    })
  }
  mkdirSync(join(target, '..'), { recursive: true })
  writeFileSync(target, `${JSON.stringify(cases, null, 1)}\n`)
  process.stderr.write(`Wrote ${cases.length} cases to ${target}.\n`)
}

const lab = await startLab()
try {
  await withTaps(lab, () => capture(lab))
} finally {
  await lab.stop()
}
