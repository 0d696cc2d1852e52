import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { incomparableReasons, notMirroredReasons } from '../../src/model/pair.js'
import { logEvents } from '../../src/telemetry/log.js'
import { families } from '../../src/telemetry/metrics.js'

const operations = readFileSync('docs/operations.md', 'utf8')
const night = operations.slice(operations.indexOf('## The night'), operations.indexOf('### How long a stop takes'))
const rows = night
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| fault'))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))

test('the page of the night names every event of the log, and none that is not there', () => {
  const named = rows.flatMap(([, , logged = '']) =>
    [...logged.matchAll(/`([a-z]+(?:-[a-z]+)*)`/g)].map(([, name]) => name),
  )
  expect(named.filter((name) => !logEvents.includes(name as never))).toEqual([])
  expect(logEvents.filter((name) => !operations.includes(`\`${name}\``))).toEqual([])
  expect(rows.length).toBeGreaterThan(12)
})

test('the page of the night names metrics and reasons that are there', () => {
  const known = [...families.map(({ name }) => name), ...incomparableReasons, ...notMirroredReasons]
  const named = rows.flatMap(([, , , counted = '']) => [
    ...[...counted.matchAll(/sosie_\w+/g)].map(([name]) => name),
    ...[...counted.matchAll(/(?:reason="|`)([a-z]+-[a-z-]+|shutdown)["`]/g)].map(([, reason]) => reason ?? ''),
  ])
  expect(named.filter((name) => !known.includes(name))).toEqual([])
  expect(named.length).toBeGreaterThan(10)
})

test('no page tells anybody to install a package of a name that is not ours yet', () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [join('docs', name)] : [])),
  ]
  const told = pages.filter((page) =>
    /npm (?:install|i|add)(?: -\S+)* sosie(?![-.\w])/.test(readFileSync(page, 'utf8')),
  )
  expect(told).toEqual([])
})
