import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { reportOf } from '../../src/app/recordings.js'
import { noHosts } from '../../src/compare/comparator.js'
import { defaultThresholds } from '../../src/knowledge/cause.js'
import type { FromVerifier, VerifierStart } from '../../src/verifier/messages.js'
import { Verifier } from '../../src/verifier/verifier.js'
import { aPair, aRequest } from '../support/factories.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-verifier-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const startOf = (id: string): VerifierStart => ({
  file: join(folder, `${id}.sqlite`),
  run: { id, kind: 'shadow', startedAt: 1, legs: { legacy: 'http://a', candidate: 'http://b' }, versions: {} },
  config: {},
  thresholds: defaultThresholds,
  hosts: noHosts,
  noiseRules: [],
  redactionKey: Buffer.alloc(32, 1),
  secretPatterns: [],
  retention: {},
})

/** A verifier in this thread, with what it says. */
async function opened(start: VerifierStart): Promise<{ verifier: Verifier; said: FromVerifier[] }> {
  const said: FromVerifier[] = []
  const verifier = new Verifier(start, (message) => said.push(message))
  await verifier.open()
  return { verifier, said }
}

const differing = (target: string) =>
  aPair({
    id: target,
    request: aRequest({ id: target, target }),
    route: `GET ${target}`,
    legacy: { response: { html: '<p>one</p>' } },
    candidate: { response: { html: '<p>two</p>' } },
  })

test('two of them run side by side, each with its own recording', async () => {
  const runs = await Promise.all(['a', 'b'].map(async (id) => ({ id, ...(await opened(startOf(id))) })))
  for (const { id, verifier } of runs) {
    await verifier.receive({ type: 'begin' })
    await verifier.receive({ type: 'pair', pair: differing(`/${id}`) })
    await verifier.receive({ type: 'counts', counts: { requests: 1, notMirrored: {} } })
    await verifier.receive({ type: 'end', endedAt: 2 })
  }
  for (const { id, said } of runs) {
    expect(said.map(({ type }) => type)).toEqual(['ready', 'finding', 'judged', 'ended'])
    const { findings, totals } = await reportOf(join(folder, `${id}.sqlite`), 'latest')
    expect(findings.map(({ title }) => title)).toEqual([`Other content in GET /${id}`])
    expect(totals).toMatchObject({ requests: 1, mirrored: 1, mismatch: 1 })
  }
})

test('a recording that cannot be opened is said, and nothing is judged', async () => {
  const { verifier, said } = await opened({ ...startOf('a'), file: '/proc/none/run.sqlite' })
  await verifier.receive({ type: 'pair', pair: differing('/a') })
  expect(said).toMatchObject([{ type: 'failed', code: 'SOSIE_E_NOT_WRITABLE' }])
})

test('what waits when the time for stopping is over is counted, not judged', async () => {
  const stopBy = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT)
  const { verifier } = await opened({ ...startOf('a'), stopBy })
  await verifier.receive({ type: 'begin' })
  new Float64Array(stopBy).fill(1)
  await verifier.receive({ type: 'pair', pair: differing('/a') })
  await verifier.receive({ type: 'end', endedAt: 2 })
  const { totals, notes } = await reportOf(join(folder, 'a.sqlite'), 'latest')
  expect(totals).toMatchObject({ mirrored: 1, compared: 0, incomparable: { 'verifier-behind': 1 } })
  expect(notes.map(({ kind }) => kind)).toContain('partial')
})
