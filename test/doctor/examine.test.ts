import { expect, test } from '@jest/globals'
import { examine, totalsOf } from '../../src/doctor/examine.js'
import { checks } from '../../src/doctor/registry.js'
import { aColumn, aProgram, aStack, rowsOf, unasked, unread } from '../support/doctor.js'

test('a fact that cannot be read is one row, with the checks that lacked it; the others are made', () => {
  const legacy = unread(aStack({ version: '5.7.29' }), 'accounts', 'SELECT command denied to user')
  const { rows, notMade, made } = examine(legacy, aStack(), checks)
  const [row] = rows.filter(({ check }) => check === 'not-read')
  expect(row).toMatchObject({
    severity: 'warning',
    what: 'The accounts and their plugins of legacy could not be read',
    legacy: 'SELECT command denied to user',
    candidate: '—',
    fix: 'GRANT SELECT ON mysql.user TO the account.',
  })
  expect(notMade).toEqual(['authentication-plugins', 'missing-accounts', 'account-plugins'])
  expect(row?.why).toContain(notMade.join(', '))
  expect(made).toBe(checks.length - 3)
  expect(rows.map(({ check }) => check)).toContain('mysql-versions')
})

test('what nobody asked for is no row', () => {
  const { rows, notMade, made } = examine(unasked(aStack(), 'php'), unasked(aStack(), 'php'), checks)
  expect([rows, notMade]).toEqual([[], []])
  expect(made).toBe(checks.filter(({ id }) => !id.startsWith('php-')).length)
})

test('blockers come first, and are counted', () => {
  const rows = rowsOf(
    aStack({ version: '5.7.29', columns: [aColumn({ name: 'rank', type: 'float(7,2)' })] }),
    aStack({ columns: [aColumn({ name: 'rank', type: 'float(7,2)' })], reserved: new Set(['RANK']) }),
  )
  expect(rows.map(({ severity }) => severity)).toEqual(['blocker', 'warning', 'info'])
  expect(totalsOf(rows)).toEqual({ blocker: 1, warning: 1, info: 1 })
})

test('what the parser refuses for a reason that has a row of its own is said once', () => {
  const program = aProgram({ name: 'ranking', body: 'SELECT rank FROM t' })
  const refused = ['ranking', 'other'].map((name) => ({
    object: `procedure ${name}`,
    kind: 'procedure' as const,
    name,
    errno: 1064,
    message: "You have an error in your SQL syntax; check the manual … for the right syntax to use near 'x' at line 1",
  }))
  const rows = rowsOf(
    aStack({ programs: [program] }),
    aStack({ programs: [program], reserved: new Set(['RANK']), refused }),
  )
  expect(rows.map(({ check, candidate, places }) => [check, candidate, ...places])).toEqual([
    ['reserved-in-programs', 'reserved', 'procedure ranking: RANK'],
    ['refused-by-parser', "1064: syntax error near 'x' at line 1", 'procedure other'],
  ])
})

test('a stored function that was not loaded is missing, not gone from MySQL', () => {
  const programs = [aProgram({ kind: 'function', name: 'vat' }), aProgram({ body: 'SELECT vat(price), encrypt(x)' })]
  const rows = rowsOf(aStack({ programs }), aStack({ programs, missingFunctions: new Set(['VAT', 'ENCRYPT']) }))
  expect(rows.filter(({ check }) => check === 'removed-functions').map(({ places }) => places)).toEqual([
    ['procedure report: ENCRYPT()'],
  ])
})

test('the width of an integer and the names of CURRENT_TIMESTAMP are no difference, what a column does is', () => {
  const before = [
    aColumn({ name: 'a', type: 'int(11) unsigned', default: '0' }),
    aColumn({ name: 'b', type: 'timestamp', default: 'CURRENT_TIMESTAMP', extra: 'on update current_timestamp' }),
    aColumn({ name: 'c', type: 'tinyint(1)' }),
  ]
  const after = [
    aColumn({ name: 'a', type: 'int unsigned', default: '0' }),
    aColumn({
      name: 'b',
      type: 'timestamp',
      default: 'current_timestamp()',
      extra: 'default_generated on update current_timestamp',
    }),
    aColumn({ name: 'c', type: 'tinyint(1)' }),
  ]
  expect(rowsOf(aStack({ columns: before }), aStack({ columns: after }))).toEqual([])
  const bare = after.map((column) => ({ ...column, extra: '' }))
  expect(rowsOf(aStack({ columns: before }), aStack({ columns: bare }))).toMatchObject([
    { check: 'column-definition', places: ['orders.b'], candidate: 'timestamp default current_timestamp' },
  ])
})

test('an account that was given another plugin on the candidate can log in', () => {
  const app = { name: 'app@%', plugin: 'mysql_native_password' }
  const renewed = { ...app, plugin: 'caching_sha2_password' }
  const rows = rowsOf(aStack({ accounts: [app] }), aStack({ accounts: [renewed] }))
  expect(rows.map(({ check, severity }) => [check, severity])).toEqual([['account-plugins', 'info']])
  expect(rowsOf(aStack({ accounts: [app] }), aStack({ accounts: [app] }))).toMatchObject([
    { check: 'authentication-plugins', severity: 'blocker' },
  ])
})
