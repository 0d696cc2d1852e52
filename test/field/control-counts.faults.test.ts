import { mkdtempSync, rmSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { RunReport } from '../../src/model/report.js'
import { reportOf, startShadowProcess } from '../support/shadow-process.js'
import { startUpstream, type Upstream } from '../support/upstream.js'

let folder: string
let open: Upstream[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-counts-'))
  open = []
})

afterEach(async () => {
  await Promise.all(open.map((upstream) => upstream.kill()))
  rmSync(folder, { recursive: true, force: true })
})

/** A site that counts how often its picture was looked at, and shows it elsewhere. */
function counting(item = 'lake'): RequestListener {
  let visits = 0
  return (request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    if (request.url === '/photo.php') visits += 1
    response.end(
      request.url === '/photo.php' ? '<h1>Photo</h1>' : `<ul><li title="${item} (${visits} visits)">${item}</li></ul>`,
    )
  }
}

/** Control is legacy asked again: the same data. */
async function visited(candidate: RequestListener): Promise<RunReport> {
  const [legacy, other] = await Promise.all([startUpstream(counting()), startUpstream(candidate)])
  open.push(legacy, other)
  const recording = join(folder, 'run.sqlite')
  const legs = ['--legacy', legacy.url, '--candidate', other.url, '--control', legacy.url, '--db', recording]
  const shadow = await startShadowProcess(legs)
  for (const path of ['/photo.php', '/photo.php', '/photo.php', '/list.php']) {
    await (await fetch(`${shadow.url}${path}`)).arrayBuffer()
    await wait(200) // control's request has counted, too
  }
  shadow.child.kill('SIGINT')
  await shadow.ended
  return reportOf(recording)
}

test("visits that control's own requests counted are not blamed on the candidate, and control's effect is told", async () => {
  const report = await visited(counting())
  expect(report.findings.map(({ title }) => title)).toEqual([])
  expect(report.totals.incomparable).toEqual({ 'unpaired-data': 1 })
  expect(report.notes.map(({ sentence }) => sentence).join('\n')).toMatch(/as control asked for GET \/photo\.php/)
})

test('what differs beside the counted visits is a finding', async () => {
  const report = await visited(counting('sea'))
  expect(report.findings.flatMap(({ routes }) => routes.map(({ route }) => route))).toContain('GET /list.php')
})
