import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import { gateConfigOf, readConfigFile } from '../../src/config/load.js'
import { pathsFrom } from '../../src/config/paths.js'

test('every relative path in a configuration file leads from its folder; absolute ones, addresses and words stay', () => {
  const said = (path: string): object => ({
    db: `${path}run.sqlite`,
    log: `${path}sosie.log`,
    drift: `${path}drift.json`,
    adminTokenFile: `${path}token`,
    forwarder: 'undici',
    tls: { cert: `${path}cert.pem`, key: `${path}key.pem` },
    legacy: {
      url: 'http://old',
      log: `${path}php.log`,
      tap: { listen: '127.0.0.1:3307', target: '/run/mysqld.sock', accessLog: `${path}access.log` },
      tls: { ca: `${path}ca.pem`, servername: 'old' },
    },
    candidate: { lanes: [{ url: 'http://new', log: `${path}php.log` }] },
    redact: { keyFile: `${path}key` },
    gate: { baseline: `${path}baseline.yaml`, sourceRoot: 'www', allow: [{ cause: 'perf-slower', reason: 'r' }] },
  })
  expect(pathsFrom('/etc/shop', said(''))).toEqual(said('/etc/shop/'))
  expect(pathsFrom('conf', said('../'))).toEqual(said(''))
  expect(pathsFrom('/etc/shop', said('/var/'))).toEqual(said('/var/'))
})

test('what is no configuration stays as it is, for the one who refuses it', () => {
  const odd = { db: 7, log: null, gate: ['baseline'], strange: { log: 'x' } }
  expect(pathsFrom('/etc', odd)).toEqual(odd)
})

test('the baseline beside a configuration file is found from any folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sosie-paths-'))
  const file = join(folder, 'sosie.yaml')
  writeFileSync(file, stringify({ gate: { baseline: 'accepted.yaml' } }))
  expect(gateConfigOf(await readConfigFile(file)).baseline).toBe(join(folder, 'accepted.yaml'))
  rmSync(folder, { recursive: true })
})
