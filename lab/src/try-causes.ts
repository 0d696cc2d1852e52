import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { causesOn } from './applications/causes.js'
import { askPages, visitorOf } from './causes/ask.js'
import { causePages, type Asking } from './causes/cases.js'
import { outcomeLines, outcomesOf, type FoundCause } from './causes/outcome.js'
import { startLab } from './lab.js'

/**
 * Asks pages of `causes/www` on the real stacks and says which cause came out: `node lab/dist/try-causes.js [PART OF A NAME...]`. With
 * `--bodies` also what both stacks answer.
 */
const rounds = 6
const sosie = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
/** Header fields that are shown with a body. */
const tellingHeaders = new Set(['content-type', 'location', 'set-cookie', 'cache-control', 'vary', 'expires'])
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const all = await causePages()
const pages = all.filter(({ target }) => words.length === 0 || words.some((word) => target.includes(word)))
const folder = await mkdtemp(join(tmpdir(), 'sosie-causes-'))
const lab = await startLab({ application: causesOn(join(folder, 'candidate')), candidateWorkers: 1 })
try {
  if (process.argv.includes('--bodies')) await showBodies()
  const db = join(folder, 'run.sqlite')
  const shadow = spawn(
    process.execPath,
    [sosie, 'shadow', '--config', lab.configFile, '--db', db, '--json', '--mirror-writes'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = new Promise((resolve) => shadow.once('exit', resolve))
  const url = await new Promise<string>((resolve) => {
    createInterface({ input: shadow.stdout }).on('line', (line) => {
      const event = JSON.parse(line) as { event: string; url: string }
      if (event.event === 'listening') resolve(event.url)
    })
  })
  await askPages(url, pages, rounds, () => new Promise((resolve) => setTimeout(resolve, 1000)))
  shadow.kill('SIGINT')
  await ended
  const { findings } = JSON.parse(await outputOf(['report', '--db', db, '--format', 'json'])) as {
    findings: FoundCause[]
  }
  process.stdout.write(`${outcomeLines(outcomesOf(pages, findings)).join('\n')}\n`)
} finally {
  await lab.stop()
  await rm(folder, { recursive: true, force: true })
}

async function showBodies(): Promise<void> {
  for (const page of pages) {
    const [onLegacy, onCandidate] = [visitorOf(lab.legacy.url), visitorOf(lab.plainCandidate?.url ?? '')]
    for (const asking of page.askings) {
      await showBody('legacy', asking, onLegacy)
      await showBody('candidate', asking, onCandidate)
    }
  }
}

async function showBody(side: string, asking: Asking, visitor: (asking: Asking) => Promise<Response>): Promise<void> {
  const answer = await visitor(asking)
  const told = [...answer.headers].filter(([name]) => tellingHeaders.has(name))
  const head = [answer.status, ...told.map(([name, value]) => `${name}: ${value}`)].join(', ')
  process.stdout.write(`--- ${side} ${asking.method} ${asking.target}: ${head}\n${await answer.text()}\n`)
}

async function outputOf(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [sosie, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  for await (const chunk of child.stdout) text += String(chunk)
  return text
}
