import { Buffer } from 'node:buffer'
import { performance } from 'node:perf_hooks'
import { differencesBetween } from '../../dist/compare/compare.js'
import { readPair } from '../../dist/compare/read/pair.js'
import { judge } from '../../dist/diagnose/judge.js'
import { defaultThresholds } from '../../dist/knowledge/cause.js'
import { detectors } from '../../dist/knowledge/registry.js'
import { signsOf } from '../../dist/knowledge/signs.js'
import { nothingLearned } from '../../dist/compare/noise/ledger.js'
import { markdown, median } from './statistics.mjs'

/** What a longer catalogue costs: a page of 38 KB that differs in one value of twenty and prints three warnings, judged with 7 and 300 rows. */
const kilobytes = 38
const rounds = 9
const callsOfRound = 30

const row = (n, price) =>
  `<li id="p${n}" class="product"><a href="/product/${n}" title="Product ${n}">Product ${n}</a><p>What it is, in a few words.</p><b>${price}</b></li>`
const count = Math.round((kilobytes * 1024) / row(100, 25).length)
const page = (change, foot) =>
  `<!doctype html><html><body><ul>${Array.from({ length: count }, (_, n) => row(n, n % 20 === 1 ? n + change : n)).join('\n')}</ul>${foot}</body></html>`
const warnings = ['a', 'b', 'c']
  .map(
    (name) =>
      `<br />\n<b>Warning</b>:  Undefined variable $${name} in <b>/srv/shop/list.php</b> on line <b>7</b><br />`,
  )
  .join('\n')

const exchange = (leg, text) => {
  const bytes = Buffer.from(text)
  const body = { bytes, size: bytes.length, truncated: false }
  const response = { status: 200, headers: [['Content-Type', 'text/html']], body, complete: true }
  return { leg, response, timing: { total: 1 }, statements: [], attribution: 'none' }
}

const nothing = { bytes: new Uint8Array(), size: 0, truncated: false }
const pair = {
  id: 'p',
  request: { id: 'p', method: 'GET', target: '/', headers: [], body: nothing, receivedAt: 0 },
  route: 'GET /',
  client: 'Firefox',
  legacy: exchange('legacy', page(0, '')),
  candidate: exchange('candidate', page(1, warnings)),
  identicalBodies: false,
}

/** Rows as the catalogue has them: half are texts of PHP, a third errors of a server, the rest differences of two answers. */
const synthetic = (n) => {
  const says = new RegExp(`Cannot use the ${n}th thing|thing ${n} is gone`)
  const signs =
    n % 6 < 3
      ? [{ php: n % 2 === 0 ? { level: 'Warning', says } : { class: 'TypeError', says } }]
      : n % 6 < 5
        ? [{ sql: { errno: 1000 + (n % 40), says } }]
        : [{ difference: { part: 'body', kind: 'value', candidate: says } }]
  return { id: `row-${n}`, area: 'php', fix: 'f', severity: 'minor', signs }
}
const catalogue = (rows) => signsOf(Array.from({ length: rows }, (_, n) => synthetic(n)))

const hosts = { legacy: [], candidate: [] }
const knowledge = {
  detectors,
  thresholds: defaultThresholds,
  hosts,
  noise: { rules: [], learned: nothingLearned },
}
const differences = differencesBetween(pair.legacy, pair.candidate, { identicalBodies: false, hosts })
const printed = readPair(pair).printed('candidate')

const askSigns = (signs) => {
  for (const difference of differences) signs.ofDifference(difference)
  for (const { diagnostic } of printed) signs.ofPhp(diagnostic)
}

/** Milliseconds of one call; the subjects take turns. */
function measured(subjects) {
  const times = new Map(subjects.map(([name]) => [name, []]))
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, work] of subjects) {
      const started = performance.now()
      for (let call = 0; call < callsOfRound; call += 1) work()
      if (round >= 0) times.get(name).push((performance.now() - started) / callsOfRound)
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]))
}

const [few, many] = [catalogue(7), catalogue(300)]
const ms = measured([
  ['judge, 7 rows', () => (judge(pair, knowledge), askSigns(few))],
  ['judge, 300 rows', () => (judge(pair, knowledge), askSigns(many))],
  ['signs alone, 7 rows', () => askSigns(few)],
  ['signs alone, 300 rows', () => askSigns(many)],
])
const table = [...ms].map(([name, each]) => [name, each.toFixed(4)])
const ratio = (what) => (ms.get(`${what}, 300 rows`) / ms.get(`${what}, 7 rows`)).toFixed(2)
process.stdout.write(`${differences.length} differences, ${printed.length} printed diagnostics\n`)
process.stdout.write(`${markdown(['subject', 'ms a pair'], table)}\n`)
process.stdout.write(`300 rows cost ${ratio('judge')} times as much as 7; the signs alone ${ratio('signs alone')}\n`)
