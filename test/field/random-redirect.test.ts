import { expect, test } from '@jest/globals'
import { nothingLearned } from '../../src/compare/noise/ledger.js'
import { judge } from '../../src/diagnose/judge.js'
import { aPair, aRequest } from '../support/factories.js'
import { knowledge } from '../support/knowledge.js'

/** What is said of redirects to these places, where control was asked too or not. */
function verdictOf(legacy: string, candidate: string, control?: string): string {
  const to = (location: string) => ({ response: { status: 302, headers: [['Location', location]] as const } })
  const pair = aPair({
    request: aRequest({ target: '/random.php' }),
    legacy: to(legacy),
    candidate: to(candidate),
    ...(control === undefined ? {} : { control: to(control) }),
  })
  const noise = { rules: [], learned: nothingLearned }
  return judge(pair, { ...knowledge, noise }).verdict
}

test.each([
  ['/index.php?/list/1,2,3', '/index.php?/list/3,1,2', '/index.php?/list/2,3,1'],
  ['/list/1,2,3', '/list/3,1,2', '/list/2,3,1'],
  ['/photo.php?id=12', '/photo.php?id=7', '/photo.php?id=31'],
  ['/go/kqzrwvbtxm', '/go/awbxcydzpq', '/go/pmonqlrkwz'],
])('legacy leads to %s and at random elsewhere, as control shows: %s is no news', (legacy, candidate, control) => {
  expect(verdictOf(legacy, candidate, control)).toBe('noise')
})

test.each([
  ['/index.php?/list/1,2,3', '/index.php?/login', '/index.php?/list/2,3,1'],
  ['/list/1,2,3', '/login', '/list/2,3,1'],
  ['/photo.php?id=12', '/photo.php?id=', '/photo.php?id=31'],
  ['/photo.php?id=12', '/login.php?id=7', '/photo.php?id=31'],
  ['/?back=/list/1,2', '/?back=/login', '/?back=/list/2,1'],
])('legacy leads to %s and at random to others of its kind: %s is news', (legacy, candidate, control) => {
  expect(verdictOf(legacy, candidate, control)).toBe('mismatch')
})
