import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'
import type { openTaps as openTapsOf } from '../../src/tap/taps.js'
import { eventually } from '../support/eventually.js'

test('a worker that asks for its database while later taps are opened, and in vain, is told and does not keep them shut', async () => {
  const { openTaps } = (await import(resolve('dist/tap/taps.js'))) as { openTaps: typeof openTapsOf }
  const folder = mkdtempSync(join(tmpdir(), 'sosie-taps-'))
  const target = { path: join(folder, 'no-database.sock') }
  const first = join(folder, 'first.sock')
  // Looking a name up takes its time.
  const later = Array.from({ length: 200 }, (_, at) => ({
    name: `candidate-${at + 2}`,
    listen: { host: 'localhost', port: 0 },
  }))
  const addresses = [{ name: 'candidate-1', listen: { path: first } }, ...later].map((each) => ({ ...each, target }))
  const asking = setInterval(() => connect(first).on('error', () => undefined), 1)
  const faults: string[] = []
  const events = { died: ({ message }: Error) => faults.push(message), fault: (said: string) => faults.push(said) }
  try {
    const taps = await openTaps(addresses, events)
    await eventually(() => faults.length > 0)
    await taps.close()
  } finally {
    clearInterval(asking)
    rmSync(folder, { recursive: true })
  }
  expect(faults[0]).toMatch(/no-database\.sock/)
}, 30_000)
