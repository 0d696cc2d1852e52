import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { request } from 'undici'
import { plantedWordpress, wordpress, wordpressHost } from './applications/wordpress.js'
import { startLab, type Lab, type LabOptions } from './lab.js'
import { anonymousPaths, variedPaths } from './traffic/journeys.js'
import { wordpressPaths } from './traffic/wordpress.js'

/**
 * Captures the answers of the boutique and of WordPress from the real stacks (legacy, candidate and control) for test/corpus. Labels come
 * from the planted defects (each application's defects.json), not from a comparator. Each body is stored once, apart from the cases.
 */
const project = fileURLToPath(new URL('../../', import.meta.url))
const target = join(project, 'test', 'corpus')

interface Captured {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  /** Index of its body among the stored bodies. */
  readonly body: number
}

interface CapturedCase {
  readonly of: string
  readonly path: string
  readonly label: 'same' | 'different'
  readonly planted: readonly string[]
  readonly legacy: Captured
  readonly candidate: Captured
  readonly control: Captured
}

/** A round of captures: one application in one setup. */
interface Round {
  readonly of: string
  readonly options: LabOptions
  readonly host?: string
  readonly paths: readonly string[]
  /** Returns the ids of the planted defects that show in the answer to this path. */
  readonly plantedIn: (path: string) => readonly string[]
}

interface BoutiqueDefect {
  readonly id: string
  readonly cause: string
  readonly requests: readonly string[]
  readonly visibleBy: readonly string[]
}

const boutique = truthOf('boutique') as readonly BoutiqueDefect[]
const planted = truthOf('wordpress') as readonly { readonly id: string; readonly request: string }[]

function truthOf(application: string): readonly unknown[] {
  const file = join(project, 'lab', application, 'defects.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { defects: unknown[] }).defects
}

/**
 * Returns the defects that change the answer. A replay sees only answers, so it does not see defects that show only in times or SQL, or that
 * are wrong on both sides.
 */
const inBoutique = (path: string): string[] =>
  boutique
    .filter(({ cause, visibleBy }) => visibleBy.includes('replay') && !cause.startsWith('infra-'))
    .filter(({ requests }) => requests.includes(path))
    .map(({ id }) => id)

const inPlanted = (path: string): string[] => planted.filter((defect) => defect.request === path).map(({ id }) => id)

const rounds: readonly Round[] = [
  { of: 'boutique', options: {}, paths: [...anonymousPaths, ...variedPaths], plantedIn: inBoutique },
  {
    of: 'boutique, errors displayed',
    options: { displayErrors: true },
    paths: anonymousPaths,
    plantedIn: inBoutique,
  },
  {
    of: 'WordPress',
    options: { application: wordpress },
    host: wordpressHost,
    paths: wordpressPaths,
    plantedIn: () => [],
  },
  {
    of: 'WordPress with plants',
    options: { application: plantedWordpress },
    host: wordpressHost,
    paths: planted.map((defect) => defect.request),
    plantedIn: inPlanted,
  },
]

const bodies: string[] = []
const numbers = new Map<string, number>()

function numberOf(body: string): number {
  const hash = createHash('sha256').update(body, 'latin1').digest('hex')
  const known = numbers.get(hash)
  if (known !== undefined) return known
  numbers.set(hash, bodies.length)
  return bodies.push(body) - 1
}

async function answerOf(origin: string, path: string, host: string | undefined, root: string): Promise<Captured> {
  const response = await request(`${origin}${path}`, { headers: host === undefined ? {} : { host } })
  const body = Buffer.from(await response.body.arrayBuffer()).toString('latin1')
  const headers = Object.entries(response.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((each) => [name, each] as const),
  )
  return { status: response.statusCode, headers, body: numberOf(body.replaceAll(root, '/srv/www')) }
}

async function capture({ of, options, host, paths, plantedIn }: Round): Promise<CapturedCase[]> {
  const lab = await startLab({ ...options, onProgress: tell })
  try {
    return await withTaps(lab, async () => {
      const [candidate, control] = [lab.candidate.lanes[0]?.url ?? '', lab.control.lanes[0]?.url ?? '']
      const { legacy: oldRoot, candidate: newRoot } = lab.documentRoots
      const cases: CapturedCase[] = []
      for (const path of paths) {
        const ids = plantedIn(path)
        cases.push({
          of,
          path,
          label: ids.length > 0 ? 'different' : 'same',
          planted: ids,
          legacy: await answerOf(lab.legacy.url, path, host, oldRoot),
          candidate: await answerOf(candidate, path, host, newRoot),
          control: await answerOf(control, path, host, oldRoot),
        })
      }
      return cases
    })
  } finally {
    await lab.stop()
  }
}

/** Runs the work while a shadow runs, because the lanes reach their databases only through Sosie's taps. */
async function withTaps<Result>(lab: Lab, work: () => Promise<Result>): Promise<Result> {
  const sosie = join(project, 'dist', 'main.js')
  const db = join(lab.folder, 'capture.sqlite')
  const shadow = spawn(process.execPath, [sosie, 'shadow', '--config', lab.configFile, '--db', db, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => shadow.once('exit', resolve))
  await new Promise<void>((resolve) => createInterface({ input: shadow.stdout }).once('line', () => resolve()))
  try {
    return await work()
  } finally {
    shadow.kill('SIGINT')
    await ended
  }
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}

const cases: CapturedCase[] = []
for (const round of rounds) cases.push(...(await capture(round)))
mkdirSync(target, { recursive: true })
writeFileSync(join(target, 'captured.json'), `[\n${cases.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`)
const packed = brotliCompressSync(JSON.stringify(bodies), {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
})
writeFileSync(join(target, 'captured-bodies.json.br'), packed)
tell(`Wrote ${cases.length} cases with ${bodies.length} bodies (${packed.length} bytes) to ${target}.`)
