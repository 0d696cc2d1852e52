import { check, none, over } from '../../check.js'
import { counted } from '../../../base/numbers.js'

/** Variables that code itself sets or reads, with what replaced them; empty when nothing did. */
const replaced: Readonly<Record<string, string>> = {
  tx_isolation: 'transaction_isolation',
  tx_read_only: 'transaction_read_only',
  storage_engine: 'default_storage_engine',
  query_cache_type: '',
  query_cache_size: '',
  sql_log_off: '',
  old_passwords: '',
  secure_auth: '',
  sync_frm: '',
  log_warnings: 'log_error_verbosity',
  innodb_file_format: '',
  innodb_large_prefix: '',
  innodb_locks_unsafe_for_binlog: '',
  max_tmp_tables: '',
  have_query_cache: '',
  have_innodb: '',
  have_openssl: '',
  have_ssl: '',
  default_authentication_plugin: 'authentication_policy',
  expire_logs_days: 'binlog_expire_logs_seconds',
  thread_concurrency: '',
  timed_mutexes: '',
  show_compatibility_56: '',
}

export const variablesGone = check({
  id: 'variables-gone',
  foretells: ['mysql-sysvars-removed'],
  asks: 'Which system variables that code is known to set or read does the candidate not have?',
  why: 'SET or SELECT @@ of one fails with 1193; frameworks and drivers do so right after they connect. In a my.cnf it keeps the server from starting.',
  fix: 'Look for them in the code, in drivers and in my.cnf: tx_isolation is transaction_isolation now; what belongs to the query cache can go.',
  source: 'MySQL Reference Manual, "Server and Status Variables and Options Added, Deprecated, or Removed"',
  legacy: ['variables'],
  candidate: ['variables'],
  judge(legacy, candidate) {
    const gone = Object.keys(replaced).filter((name) => legacy.variables.has(name) && !candidate.variables.has(name))
    return over(
      gone.map((name) => (replaced[name] ? `${name} (now ${replaced[name]})` : name)),
      (count) => ({
        severity: 'warning',
        what: `${counted(count, 'system variable')} gone`,
        legacy: 'known',
        candidate: none,
      }),
    )
  },
})
