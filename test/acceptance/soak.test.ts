import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { MakeApplication } from '../../lab/src/applications/application.js'
import type { Lab } from '../../lab/src/lab.js'
import type { RunReport } from '../../src/model/report.js'
import { imbalances } from '../../src/model/run.js'
import { aBrowser, type Browser, type Visited } from '../support/browser.js'
import { startRealStacks } from '../support/lab.js'
import { reportOf, startShadowProcess } from '../support/shadow-process.js'

const minutes = Number(process.env['SOAK_MINUTES'] ?? 30)
const users = 3
/** Milliseconds between a user's steps: two processors serve both stacks, their databases, Sosie and the users. */
const thinkingMs = 150
/** Visits of which one goes to the pages with the menu, whose statements keep a lane busy for long. */
const heavyEvery = 8

const builtBoutique: string = '../../lab/dist/applications/boutique.js'
const form = fileURLToPath(new URL('../support/soak-pages/formulaire.php', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'sosie-soak-'))
const recording = join(folder, 'run.sqlite')
/** Names that applications give their session's cookie. */
const sessionNames = ['PHPSESSID', 'shop_id', '__client']

/** The boutique, with a form whose token is good for one post. */
const withForm: MakeApplication = async (tools) => {
  const { boutique } = (await import(builtBoutique)) as { boutique: MakeApplication }
  const shop = await boutique(tools)
  const copyOf = (side: 'legacy' | 'candidate'): string => {
    const pages = join(folder, side)
    cpSync(shop.documentRoots[side], pages, { recursive: true })
    cpSync(form, join(pages, 'formulaire.php'))
    return pages
  }
  return { ...shop, documentRoots: { legacy: copyOf('legacy'), candidate: copyOf('candidate') } }
}

/** One visit; the truth about each of its steps is known beforehand. */
async function visit(
  browser: Browser,
  { session, buys }: { readonly session: string; readonly buys: boolean },
  told: (step: string, answer: Visited) => void,
): Promise<void> {
  const page = `/formulaire.php?session=${session}`
  const step = async (name: string, answer: Promise<Visited>): Promise<void> => {
    told(name, await answer)
    await wait(thinkingMs)
  }
  await step('first page', browser.get('/contact.html'))
  for (const message of ['Bonjour', 'Bonsoir', 'Merci']) {
    await step('form', browser.get(page))
    await step('post', browser.post(page, { message }))
  }
  await step('count', browser.get(page))
  await step('style', browser.get('/style.css'))
  await step('style again', browser.get('/style.css'))
  if (!buys) return
  await step('product', browser.get('/index.php?page=produit&id=12'))
  await step('into the basket', browser.post('/index.php?page=panier', { produit: '12' }))
  await step('basket', browser.get('/index.php?page=panier'))
}

/** What became of each kind of step: `post 302`, and the number of messages that the site counted. */
type Outcomes = Map<string, number>

async function visitors(baseUrl: string, until: number, outcomes: Outcomes): Promise<void> {
  const one = async (number: number): Promise<void> => {
    for (let round = 0; performance.now() < until; round += 1) {
      const session = sessionNames[(number + round) % sessionNames.length] ?? ''
      const browser = aBrowser(baseUrl, { _ga: `GA1.2.${number}${round}.1700000000` })
      await visit(browser, { session, buys: round % heavyEvery === 0 }, (step, { status, page }) => {
        const messages = /Messages : (\d+)/.exec(page)?.[1]
        const outcome = `${step}: ${status}${step === 'count' ? `, ${messages} messages` : ''}`
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      })
    }
  }
  await Promise.all(Array.from({ length: users }, (_, number) => one(number)))
}

let lab: Lab
let report: RunReport
const through: Outcomes = new Map()
const direct: Outcomes = new Map()

/** At the same time, so that both meet the same machine. */
beforeAll(
  async () => {
    lab = await startRealStacks(withForm)
    const shadow = await startShadowProcess(['--config', lab.configFile, '--db', recording])
    const until = performance.now() + minutes * 60_000
    await Promise.all([visitors(shadow.url, until, through), visitors(lab.legacy.url, until, direct)])
    shadow.child.kill('SIGINT')
    await shadow.ended
    report = await reportOf(recording)
    const { totals, findings } = report
    const sum = (outcomes: Outcomes): number => [...outcomes.values()].reduce((total, count) => total + count, 0)
    process.stdout.write(
      `soak: ${minutes} min, ${sum(through)} requests through Sosie, ${sum(direct)} direct; ${totals.compared} compared, ` +
        `not mirrored ${JSON.stringify(totals.notMirrored)}, incomparable ${JSON.stringify(totals.incomparable)}; ` +
        `findings: ${findings.map(({ title }) => title).join('; ')}\n`,
    )
  },
  (minutes + 5) * 60_000,
)

afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('every request through Sosie succeeds as those to legacy itself do', () => {
  expect([...through.keys()].sort()).toEqual([...direct.keys()].sort())
  expect([...through.keys()].filter((outcome) => /: [45]/.test(outcome))).toEqual([])
  expect(through.has('post: 302')).toBe(true)
})

test('every message that was posted was counted', () => {
  expect([...through.keys()].filter((outcome) => outcome.startsWith('count'))).toEqual(['count: 200, 3 messages'])
})

test('the request counts balance, and the form, which is the same on both stacks, has no finding', () => {
  expect(imbalances(report.totals)).toEqual([])
  expect(report.totals.compared).toBeGreaterThan(0)
  const onForm = report.findings.filter(({ routes }) => routes.some(({ route }) => route.includes('formulaire')))
  expect(onForm.map(({ title }) => title)).toEqual([])
})
