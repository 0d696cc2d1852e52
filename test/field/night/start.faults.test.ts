import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import { aNight, messagesOf, stop } from '../../support/night.js'
import { startShadowProcess } from '../../support/shadow-process.js'

const night = aNight()

test('a PHP error log that cannot be read is told at the start, with its setting and why', async () => {
  const [legacy, candidate] = [await night.aStack('legacy'), await night.aStack('candidate')]
  const config = join(night.folder, 'sosie.yaml')
  writeFileSync(join(night.folder, 'there.log'), '')
  const settings = {
    legacy: { url: legacy.url, log: 'old/php.log' },
    candidate: { lanes: ['there.log', '.', 'new.log'].map((log) => ({ url: candidate.url, log })) },
    db: 'run.sqlite',
    log: 'sosie.log',
    admin: '127.0.0.1:0',
  }
  writeFileSync(config, stringify(settings))
  const shadow = await startShadowProcess(['--config', config])
  expect(await stop(shadow)).toBe(0)
  const told = (setting: string, file: string, why: string): unknown =>
    expect.stringContaining(`${setting}: ${join(night.folder, file)} ${why}. Until it can be read`)
  expect(messagesOf(shadow, 'log-unread')).toEqual([
    told('legacy.log', 'old/php.log', 'is not there'),
    told('candidate.lanes[1].log', '.', 'is no file'),
    told('candidate.lanes[2].log', 'new.log', 'is not there'),
  ])
}, 30_000)
