import { spawn } from 'node:child_process'
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterAll, expect, test } from '@jest/globals'
import { loadScenario } from '../../src/replay/scenario-folder.js'
import { anEntry } from '../support/a-har.js'

const folder = mkdtempSync(join(tmpdir(), 'sosie-har-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Pages of 100 KB, no two of them the same. */
async function writeHar(file: string, megabytes: number): Promise<number> {
  const entries = megabytes * 10
  const filler = '<p class="item">Ein Satz wie jeder andere, € 12,50</p>\n'.repeat(1750)
  function* pieces(): Iterable<string> {
    yield '{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"1"},"entries":['
    for (let index = 0; index < entries; index += 1) {
      const url = `http://shop.example/product/${index}`
      yield `${index === 0 ? '' : ','}${JSON.stringify(anEntry({ url, text: `<!doctype html><h1>${index}</h1>${filler}` }))}`
    }
    yield ']}}'
  }
  await pipeline(Readable.from(pieces()), createWriteStream(file))
  return entries
}

interface Imported {
  readonly status: number | null
  readonly seconds: number
  /** Of the whole process, in megabytes. */
  readonly peak: number
  readonly said: string
}

async function importing(file: string, out: string, stopAfterMs?: number): Promise<Imported> {
  const started = Date.now()
  const child = spawn(process.execPath, ['dist/main.js', 'import', file, '--out', out], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let [said, peak] = ['', 0]
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  const sampling = setInterval(() => {
    const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8')
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
  }, 100)
  if (stopAfterMs !== undefined) setTimeout(() => child.kill('SIGINT'), stopAfterMs)
  const [status] = (await once(child, 'close')) as [number | null]
  clearInterval(sampling)
  return { status, seconds: (Date.now() - started) / 1000, peak, said }
}

test('a HAR of 500 MB takes hardly more memory than one of 50 MB, and a stop leaves nothing', async () => {
  const [small, large] = [join(folder, 'small.har'), join(folder, 'large.har')]
  await writeHar(small, 50)
  const before = await importing(small, join(folder, 'small', 's.yaml'))
  expect([before.status, before.said]).toEqual([0, expect.stringContaining('500 requests')])
  rmSync(join(folder, 'small'), { recursive: true })

  const entries = await writeHar(large, 500)
  expect(statSync(large).size).toBeGreaterThan(500e6)
  const stopped = await importing(large, join(folder, 'stopped', 's.yaml'), 3000)
  expect([stopped.status, stopped.said]).toEqual([2, expect.stringContaining('stopped')])
  expect(readdirSync(join(folder, 'stopped'))).toEqual([])

  const after = await importing(large, join(folder, 'large', 's.yaml'))
  expect(after.status).toBe(0)
  const { scenario, readFile } = loadScenario(join(folder, 'large', 's.yaml'))
  expect(scenario.exchanges).toHaveLength(entries)
  const last = scenario.exchanges.at(-1)?.answer?.body
  expect(Buffer.from(readFile(last?.kind === 'file' ? last.file : '')).toString()).toContain(`<h1>${entries - 1}</h1>`)
  process.stderr.write(
    `50 MB: ${before.seconds} s, ${Math.round(before.peak)} MB; 500 MB: ${after.seconds} s, ${Math.round(after.peak)} MB\n`,
  )
  expect(after.peak - before.peak).toBeLessThan(100)
}, 400_000)
