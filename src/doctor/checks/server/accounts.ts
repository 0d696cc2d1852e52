import { check, over } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import type { Account } from '../../facts.js'

/** Accounts of the server itself and of Debian's maintenance, and root. */
const ownAccounts = /^(?:mysql\.\w+|debian-sys-maint|root)@/

const ofPeople = (accounts: readonly Account[]): Account[] => accounts.filter(({ name }) => !ownAccounts.test(name))

export const authentication = check({
  id: 'authentication-plugins',
  asks: "Are the plugins that legacy's accounts log in with active on the candidate, or were the accounts given others?",
  why: 'mysql_native_password is off by default in 8.4 and gone in 9.0; mysql_old_password is gone since 5.7. An account brought over with its plugin cannot log in (1524): the whole site is down.',
  fix: 'On the candidate: ALTER USER … IDENTIFIED WITH caching_sha2_password BY …. On 8.4 mysql_native_password=ON gives time. PHP 7.4 and later can caching_sha2_password.',
  source: 'MySQL Reference Manual, "Authentication Plugins", "Native Pluggable Authentication"',
  legacy: ['accounts'],
  candidate: ['accounts', 'plugins'],
  judge({ accounts }, candidate) {
    const there = new Map(candidate.accounts.map((account) => [account.name, account]))
    const bound = ofPeople(accounts)
      .map((account) => there.get(account.name) ?? account)
      .filter(({ plugin }) => plugin !== '' && !candidate.plugins.has(plugin.toLowerCase()))
    const used = [...new Set(bound.map(({ plugin }) => plugin))].sort()
    return used.flatMap((plugin) =>
      over(
        bound.filter((account) => account.plugin === plugin).map(({ name }) => name),
        (count) => ({
          severity: 'blocker',
          what: `${plugin} is not active on the candidate`,
          legacy: `${counted(count, 'account')} with it`,
          candidate: 'not active',
        }),
      ),
    )
  },
})

export const accountPlugins = check({
  id: 'account-plugins',
  asks: 'Do the same accounts log in by other plugins?',
  why: 'A client that is older than the plugin cannot log in ("authentication method unknown to the client"), and caching_sha2_password asks for TLS or the public key of the server at the first login.',
  fix: "Log in once with the application's own client. mysqlnd of PHP 7.4 and later can caching_sha2_password.",
  source: 'MySQL Reference Manual, "Caching SHA-2 Pluggable Authentication"',
  legacy: ['accounts'],
  candidate: ['accounts'],
  judge(legacy, candidate) {
    const after = new Map(candidate.accounts.map(({ name, plugin }) => [name, plugin]))
    const changed = ofPeople(legacy.accounts).filter(({ name, plugin }) => (after.get(name) ?? plugin) !== plugin)
    const list = (plugins: readonly string[]): string => [...new Set(plugins)].sort().join(', ')
    return over(
      changed.map(({ name }) => name),
      (count) => ({
        severity: 'info',
        what: `${counted(count, 'account')} with another authentication plugin`,
        legacy: list(changed.map(({ plugin }) => plugin)),
        candidate: list(changed.map(({ name }) => after.get(name) ?? '')),
      }),
    )
  },
})

export const missingAccounts = check({
  id: 'missing-accounts',
  asks: "Are all of legacy's accounts on the candidate?",
  why: 'Who logs in with one of them is refused (1045): applications, cron jobs, backups, monitoring.',
  fix: 'CREATE USER and GRANT on the candidate, for those that are still used.',
  source: 'MySQL Reference Manual, "CREATE USER Statement"',
  legacy: ['accounts'],
  candidate: ['accounts'],
  judge(legacy, candidate) {
    const there = new Set(candidate.accounts.map(({ name }) => name))
    const missing = ofPeople(legacy.accounts).filter(({ name }) => !there.has(name))
    return over(
      missing.map(({ name }) => name),
      (count) => ({
        severity: 'warning',
        what: `${counted(count, 'account')} missing on the candidate`,
        legacy: 'there',
        candidate: 'missing',
      }),
    )
  },
})
