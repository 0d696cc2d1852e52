import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MakeApplication } from '../../lab/src/applications/application.js'
import type { askPages } from '../../lab/src/causes/ask.js'
import type { causePages, CausePage } from '../../lab/src/causes/cases.js'
import type { outcomesOf, PageOutcome } from '../../lab/src/causes/outcome.js'
import { startRealStacks } from './lab.js'
import { untilMirrored } from './mirrored.js'
import { reportOf, startShadowProcess } from './shadow-process.js'

const built = '../../lab/dist'
/** Enough for what is drawn by chance to be known as such. */
const rounds = 12

/** Reads the pages of `lab/causes`. */
export async function allCausePages(): Promise<CausePage[]> {
  const cases = (await import(`${built}/causes/cases.js`)) as { causePages: typeof causePages }
  return cases.causePages()
}

/** Asks pages on the real stacks, through the proxy, comparison and diagnosis, and says what came out. */
export async function outcomesOn(pages: readonly CausePage[]): Promise<PageOutcome[]> {
  const { causesOn } = (await import(`${built}/applications/causes.js`)) as {
    causesOn: (candidatePages: string) => MakeApplication
  }
  const asking = (await import(`${built}/causes/ask.js`)) as { askPages: typeof askPages }
  const judging = (await import(`${built}/causes/outcome.js`)) as { outcomesOf: typeof outcomesOf }
  const folder = mkdtempSync(join(tmpdir(), 'sosie-causes-'))
  const lab = await startRealStacks(causesOn(join(folder, 'candidate')))
  try {
    const recording = join(folder, 'run.sqlite')
    const shadow = await startShadowProcess(['--config', lab.configFile, '--db', recording, '--mirror-writes'])
    await asking.askPages(shadow.url, pages, rounds, () => untilMirrored(shadow.admin))
    shadow.child.kill('SIGINT')
    await shadow.ended
    return judging.outcomesOf(pages, (await reportOf(recording)).findings)
  } finally {
    await lab.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
