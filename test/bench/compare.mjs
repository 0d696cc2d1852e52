import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { diffLines } from 'diff'
import * as jsondiffpatch from 'jsondiffpatch'
import microdiff from 'microdiff'
import { differencesBetween } from '../../dist/compare/compare.js'
import { settledByEquality } from '../../dist/compare/settle.js'
import { markdown, median } from './statistics.mjs'

/** What each comparator costs, beside libraries that do a part of it, on the same pairs in one run. */
const kilobytes = [1, 36, 500]
const rounds = 7
const roundMs = 150

const rows = (count) => Array.from({ length: count }, (_, n) => ({ id: n, name: `Product ${n}`, price: n / 4 }))
/** An element for every 40 bytes or so, as in the list of a shop. */
const htmlRow = ({ id, name, price }) =>
  `<li id="p${id}" class="product"><a href="/product/${id}" title="${name}">${name}</a><p>What it is, in a few words.</p><b>${price}</b></li>`

const writers = {
  json: ['application/json', (all) => JSON.stringify(all)],
  html: ['text/html', (all) => `<!doctype html><html><body><ul>${all.map(htmlRow).join('\n')}</ul></body></html>`],
  xml: [
    'application/xml',
    (all) =>
      `<shop>${all.map(({ id, name, price }) => `<item id="${id}" price="${price}">${name}</item>`).join('')}</shop>`,
  ],
  csv: ['text/csv', (all) => `id,name,price\n${all.map((row) => Object.values(row).join(',')).join('\n')}\n`],
  text: ['text/plain', (all) => all.map((row) => Object.values(row).join(' ')).join('\n')],
  binary: ['image/png', (all) => `\u0000${JSON.stringify(all)}`],
}

/** One value in twenty is another. */
const changed = (all) => all.map((row, n) => (n % 20 === 1 ? { ...row, price: row.price + 1 } : row))

const exchange = (type, text) => {
  const bytes = Buffer.from(text)
  const body = { bytes, size: bytes.length, truncated: false }
  const response = { status: 200, headers: [['Content-Type', type]], body, complete: true }
  return { leg: 'legacy', response, timing: { total: 1 }, statements: [], attribution: 'none' }
}

/** Libraries that compare values, with the reading that a comparator of bodies does too. */
const jsonLibraries = (one, other) => ({
  jsondiffpatch: () => jsondiffpatch.diff(JSON.parse(one), JSON.parse(other)),
  microdiff: () => microdiff(JSON.parse(one), JSON.parse(other)),
})

/** Milliseconds of one call, the median of rounds of many. */
function measure(work) {
  for (let n = 0; n < 5; n += 1) work()
  const perCall = Array.from({ length: rounds }, () => {
    const started = performance.now()
    let calls = 0
    do {
      work()
      calls += 1
    } while (performance.now() - started < roundMs)
    return (performance.now() - started) / calls
  })
  return median(perCall)
}

/** What is measured of two equal bodies and two that differ. */
function subjectsOf(kind, type, [one, same, other]) {
  const [legacy, equal, differing] = [exchange(type, one), exchange(type, same), exchange(type, other)]
  const options = { identicalBodies: false, hosts: { legacy: [], candidate: [] } }
  return {
    'identical, settled': () => settledByEquality(legacy, equal),
    'identical, hashed': () => createHash('sha256').update(legacy.response.body.bytes).digest(),
    different: () => differencesBetween(legacy, differing, options),
    'diff alone': () => diffLines(one, other, { maxEditLength: 2000 }),
    ...(kind === 'json' ? jsonLibraries(one, other) : {}),
  }
}

const figures = []
for (const [kind, [type, write]] of Object.entries(writers)) {
  const bytesPerRow = write(rows(1000)).length / 1000
  for (const size of kilobytes) {
    const all = rows(Math.max(2, Math.round((size * 1024) / bytesPerRow)))
    const texts = [write(all), write(all), write(changed(all))]
    for (const [subject, work] of Object.entries(subjectsOf(kind, type, texts)))
      figures.push({ kind, size: texts[0].length / 1024, subject, ms: measure(work) })
    process.stderr.write(`${kind}, ${size} KB\n`)
  }
}

const head = ['comparator', 'KB', 'subject', 'ms a pair', 'pairs/s', 'MB/s']
const table = figures.map(({ kind, size, subject, ms }) => [
  kind,
  Math.round(size),
  subject,
  ms.toFixed(3),
  Math.round(1000 / ms),
  ((size / 1024 / ms) * 1000).toFixed(1),
])
process.stdout.write(`${markdown(head, table)}\n`)
