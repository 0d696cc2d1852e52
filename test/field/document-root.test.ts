import { describe, expect, test } from '@jest/globals'
import { nothingLearned } from '../../src/compare/noise/ledger.js'
import { ownRoots } from '../../src/compare/noise/roots.js'
import { configSchema } from '../../src/config/schema.js'
import { judge } from '../../src/diagnose/judge.js'
import { aPair } from '../support/factories.js'
import { knowledge } from '../support/knowledge.js'

function verdictOf(
  legacy: string,
  candidate: string,
  roots = { legacy: '/srv/legacy', candidate: '/srv/candidate' },
): string {
  const noise = { rules: [], learned: nothingLearned, roots }
  const pair = aPair({ legacy: { response: { html: legacy } }, candidate: { response: { html: candidate } } })
  return judge(pair, { ...knowledge, noise }).verdict
}

test.each([
  ['<p>read /srv/legacy/inc/a.php</p>', '<p>read /srv/candidate/inc/a.php</p>'],
  ['<p>in /srv/legacy</p>', '<p>in /srv/candidate</p>'],
  ['<a title="/srv/legacy/a.php:3">a</a>', '<a title="/srv/candidate/a.php:3">a</a>'],
  ['<script>var base = "\\/srv\\/legacy\\/inc"</script>', '<script>var base = "\\/srv\\/candidate\\/inc"</script>'],
])('the folders of the two stacks are no difference: %s', (legacy, candidate) => {
  expect(verdictOf(legacy, candidate)).toBe('noise')
})

test('one of them may lie within the other', () => {
  const roots = { legacy: '/srv/www', candidate: '/srv/www/next' }
  expect(verdictOf('<p>/srv/www/a.php</p>', '<p>/srv/www/next/a.php</p>', roots)).toBe('noise')
})

test('folders of Windows are written with either slash', () => {
  const roots = { legacy: 'C:\\inetpub\\old', candidate: '/srv/candidate' }
  expect(verdictOf('<p>C:\\inetpub\\old/a.php</p>', '<p>/srv/candidate/a.php</p>', roots)).toBe('noise')
})

describe('is news', () => {
  test.each([
    ['another file', '<p>/srv/legacy/a.php</p>', '<p>/srv/candidate/b.php</p>'],
    ["legacy's folder on the candidate", '<p>/srv/candidate/a.php</p>', '<p>/srv/legacy/a.php</p>'],
    ['a folder whose name only begins alike', '<p>/srv/legacy-2/a.php</p>', '<p>/srv/candidate-2/a.php</p>'],
    ['a folder of a longer path', '<p>/mnt/srv/legacy/a.php</p>', '<p>/mnt/srv/candidate/a.php</p>'],
  ])('%s', (_, legacy, candidate) => {
    expect(verdictOf(legacy, candidate)).toBe('mismatch')
  })
})

test('the configuration names them, as whole folders', () => {
  const root = configSchema.shape.legacy.shape.root
  for (const folder of ['/srv/old', 'C:\\inetpub\\old']) expect(root.safeParse(folder).success).toBe(true)
  for (const folder of ['srv', '/', '/srv/old/', '']) expect(root.safeParse(folder).success).toBe(false)
  expect(ownRoots({ legacy: { root: '/srv/old' }, candidate: {} })).toEqual({ legacy: '/srv/old' })
})
