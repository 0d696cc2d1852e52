import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import type { Lab } from '../../lab/src/lab.js'
import { startRealStacks } from '../support/lab.js'
import { untilMirrored } from '../support/mirrored.js'
import { reportOf, startShadowProcess } from '../support/shadow-process.js'
import { timedSite } from '../support/timed-site.js'

const folder = mkdtempSync(join(tmpdir(), 'sosie-cheap-'))
let lab: Lab

beforeAll(async () => {
  lab = await startRealStacks(timedSite)
}, 180_000)

afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('nine hundred cheap, different statements that the query cache answers: the page lives off the cache', async () => {
  const { legacy, candidate, control } = lab
  const recording = join(folder, 'run.sqlite')
  const config = join(folder, 'sosie.yaml')
  writeFileSync(config, stringify({ legacy, candidate, control }))
  const shadow = await startShadowProcess(['--config', config, '--db', recording])
  for (let asked = 0; asked < 3; asked += 1) {
    await (await fetch(`${shadow.url}/cheap.php`)).text()
    await untilMirrored(shadow.admin)
  }
  shadow.child.kill('SIGINT')
  await shadow.ended
  const { findings } = await reportOf(recording)
  for (const { cause, proof, evidence } of findings)
    process.stdout.write(`${cause} ${proof} ${JSON.stringify({ ...evidence, ran: undefined })}\n`)
  expect(findings).toMatchObject([
    {
      cause: 'query-cache-dependence',
      title: "A SELECT on item runs 900 times a request with other values, and legacy's query cache hides it",
      evidence: { executions: 900, identical: 1, servedFromCachePercent: 100 },
    },
  ])
  expect(findings[0]?.evidence['sharePercent']).toBeGreaterThanOrEqual(50)
}, 120_000)
