import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { seedSql } from '../../lab/src/applications/boutique-seed.js'
import { anonymousPaths } from '../../lab/src/traffic/journeys.js'
import { routeOf } from '../../src/model/route.js'
import { truth } from '../support/boutique.js'

const www = 'lab/boutique/www'

test.each(truth.defects)('$id is planted on the line that the ground truth names', ({ file, line, contains }) => {
  expect(readFileSync(join(www, file), 'utf8').split('\n')[line - 1]).toContain(contains)
})

test('the boutique is as large and as varied as it says', () => {
  const routes = new Set([
    ...truth.defects.flatMap((defect) => defect.routes),
    ...truth.controls.map(({ route }) => route),
  ])
  expect(routes.size).toBeGreaterThanOrEqual(30)
  expect(new Set(truth.defects.map(({ cause }) => cause)).size).toBeGreaterThanOrEqual(15)
  expect(truth.controls.length).toBeGreaterThanOrEqual(10)
})

test('its routes are those that Sosie makes of its requests, and the traffic asks each of them', () => {
  for (const { routes, requests } of truth.defects) {
    expect([...new Set(requests.map((request) => routeOf('GET', request)))].sort()).toEqual([...routes].sort())
  }
  const asked = anonymousPaths.map((path) => routeOf('GET', path))
  const known = [...truth.defects.flatMap(({ routes }) => routes), ...truth.controls.map(({ route }) => route)]
  expect(known.filter((route) => !asked.includes(route))).toEqual([])
})

test('no defect looks at which stack it runs on', () => {
  const files = readdirSync(www, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.php'))
  const looking = files.filter((file) =>
    /PHP_VERSION|PHP_MAJOR|phpversion|@@version|VERSION\(\)/i.test(readFileSync(join(www, file), 'utf8')),
  )
  expect(looking).toEqual([])
})

test('the seed is the same at every call and holds 20,000 rows and more', () => {
  const once = [...seedSql()]
  expect([...seedSql()]).toEqual(once)
  const rows = once.filter((sql) => sql.startsWith('INSERT')).reduce((sum, sql) => sum + sql.split('),(').length, 0)
  expect(rows).toBeGreaterThanOrEqual(20_000)
})
