import { randomInt } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import type { RunReport } from '../../../src/model/report.js'
import { aNight } from '../../support/night.js'
import { sosie } from '../../support/shadow-process.js'

const night = aNight()

async function replayed(exchanges: readonly object[], flags: readonly string[]) {
  const scenario = join(night.folder, 'scenario.yaml')
  writeFileSync(scenario, stringify({ version: 1, name: 'night', why: 'what a night may bring', exchanges }))
  const { status, out, err } = await sosie(['replay', scenario, '--db', night.recording, '--json', ...flags])
  return { status, told: err, report: JSON.parse(out) as RunReport }
}

test('a scenario without answers says that none was recorded, not that a stack refused, and proves nothing', async () => {
  const { url } = await night.aStack('candidate')
  const { status, told, report } = await replayed([{ request: 'GET /a0' }], ['--candidate', url])
  expect(status).toBe(3)
  expect(report.totals.incomparable).toEqual({ unrecorded: 1 })
  expect(told).toMatch(/1 of 1 request cannot be compared: no whole answer was kept\. Ask the old stack with --legacy/)
})

/** Of letters alone, as some applications draw their tokens. */
const drawn = (): string => Array.from({ length: 32 }, () => String.fromCharCode(97 + randomInt(26))).join('')

test('a stack that draws tokens of letters is the same as itself in each of five replays', async () => {
  const stack = await night.anUpstream((_, response) => {
    const form = `<form method=post><input type=hidden name=stamp value=${drawn()}></form><script>nonce("${drawn()}")</script>`
    response.setHeader('Content-Type', 'text/html').end(`<!DOCTYPE html><title>Form</title>${form}`)
  })
  const pages = ['/form', '/other', '/form', '/last'].map((path) => ({ request: `GET ${path}` }))
  for (let round = 0; round < 5; round += 1) {
    const { status, report } = await replayed(pages, ['--legacy', stack.url, '--candidate', stack.url])
    expect([status, report.findings.map(({ title }) => title)]).toEqual([0, []])
    expect(report.totals).toMatchObject({ compared: 4, noise: 4 })
  }
}, 60_000)
