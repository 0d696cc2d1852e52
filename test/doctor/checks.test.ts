import { expect, test } from '@jest/globals'
import type { StackFacts } from '../../src/doctor/facts.js'
import { checks } from '../../src/doctor/registry.js'
import type { DoctorSeverity } from '../../src/doctor/model.js'
import { aColumn, aProgram, aStack, aTable, rowsOf } from '../support/doctor.js'

type Special = Partial<StackFacts>

/** For each check: what is special about each side, and what must be said of it. */
interface Example {
  readonly legacy?: Special
  readonly candidate?: Special
  readonly severity: DoctorSeverity
  /** Of the row's both values and its places. */
  readonly says: string
}

const variables = (values: Readonly<Record<string, string>>): Special => ({
  variables: new Map(Object.entries(values)),
})
const old: Special = { version: '5.7.29' }
const text = { charset: 'utf8mb4', collation: 'utf8mb4_general_ci' }
const newlyReserved = { reserved: new Set(['SELECT', 'RANK', 'GROUPS']) }
const account = { name: 'app@%', plugin: 'mysql_native_password' }
const key = { table: 'orders', name: 'by_ref', unique: false, columns: [{ name: 'ref', characters: undefined }] }
const foreignKey = {
  table: 'orders',
  name: 'orders_ibfk_1',
  columns: ['customer'],
  referencedTable: 'customers',
  referencedColumns: ['number'],
}

const examples: Readonly<Record<string, Example>> = {
  'missing-tables': {
    legacy: { tables: [aTable(), aTable({ name: 'a' })] },
    candidate: { tables: [aTable({ name: 'A' })] },
    severity: 'blocker',
    says: 'there missing orders',
  },
  'missing-columns': {
    legacy: { columns: [aColumn(), aColumn({ name: 'tax' })] },
    candidate: { columns: [aColumn()] },
    severity: 'blocker',
    says: 'there missing orders.tax',
  },
  'missing-programs': {
    legacy: { programs: [aProgram({ kind: 'trigger', name: 'log' })] },
    severity: 'blocker',
    says: 'there missing log',
  },
  'reserved-names': {
    legacy: { columns: [aColumn({ name: 'rank' })] },
    candidate: newlyReserved,
    severity: 'blocker',
    says: 'a plain name reserved orders.rank',
  },
  'reserved-in-programs': {
    legacy: { programs: [aProgram({ body: 'SELECT rank, t.groups, `groups` FROM t' })] },
    candidate: newlyReserved,
    severity: 'blocker',
    says: 'procedure report: RANK',
  },
  'removed-functions': {
    legacy: { programs: [aProgram({ kind: 'view', body: "select encrypt('a') AS `x`" })] },
    candidate: { missingFunctions: new Set(['ENCRYPT']) },
    severity: 'blocker',
    says: 'view report: ENCRYPT()',
  },
  'removed-syntax': {
    legacy: { programs: [aProgram({ body: 'SELECT a FROM t GROUP BY a DESC' })] },
    severity: 'blocker',
    says: 'procedure report: GROUP BY … ASC/DESC',
  },
  'removed-system-tables': {
    legacy: { programs: [aProgram({ body: 'SELECT name FROM mysql.proc' })] },
    severity: 'blocker',
    says: 'procedure report: MYSQL.PROC',
  },
  'refused-by-parser': {
    candidate: {
      refused: [{ object: 'table t', kind: 'table', name: 't', errno: 1063, message: 'Incorrect column specifier' }],
    },
    severity: 'blocker',
    says: 'made 1063: Incorrect column specifier table t',
  },
  'changed-syntax': {
    legacy: { ...old, programs: [aProgram({ body: "SELECT a REGEXP '[[:<:]]x'" })] },
    severity: 'warning',
    says: 'procedure report: [[:<:]]',
  },
  'program-sql-mode': {
    legacy: { programs: [aProgram({ sqlMode: 'STRICT_TRANS_TABLES,NO_AUTO_CREATE_USER' })] },
    severity: 'blocker',
    says: 'NO_AUTO_CREATE_USER unknown (1231) procedure report',
  },
  'missing-definers': {
    legacy: { programs: [aProgram({ definer: 'boss@%' })] },
    severity: 'blocker',
    says: 'boss@% no such account procedure report',
  },
  'zero-date-defaults': {
    legacy: { columns: [aColumn({ type: 'datetime', default: '0000-00-00 00:00:00' })] },
    severity: 'blocker',
    says: 'refused by its sql_mode orders.total',
  },
  'zero-date-data': {
    legacy: { zeroDates: { found: ['orders.paid'], unfinished: [] } },
    severity: 'warning',
    says: 'refused when written orders.paid',
  },
  'mixed-collations': {
    legacy: { columns: [aColumn({ name: 'ref', ...text }), aColumn({ table: 'b', name: 'ref', ...text })] },
    candidate: {
      columns: [
        aColumn({ name: 'ref', ...text }),
        aColumn({ table: 'b', name: 'ref', ...text, collation: 'utf8mb4_0900_ai_ci' }),
      ],
    },
    severity: 'warning',
    says: 'orders.ref (utf8mb4_general_ci) b.ref (utf8mb4_0900_ai_ci)',
  },
  'column-collation': {
    legacy: { columns: [aColumn(text)] },
    candidate: { columns: [aColumn({ ...text, collation: 'utf8mb4_0900_ai_ci' })] },
    severity: 'warning',
    says: 'utf8mb4_general_ci utf8mb4_0900_ai_ci orders.total',
  },
  'table-collation': {
    legacy: { tables: [aTable({ collation: 'latin1_swedish_ci' })] },
    candidate: { tables: [aTable()] },
    severity: 'info',
    says: 'latin1_swedish_ci utf8mb4_0900_ai_ci orders',
  },
  'column-definition': {
    legacy: { columns: [aColumn({ type: 'varchar(50)' })] },
    candidate: { columns: [aColumn({ type: 'varchar(20)' })] },
    severity: 'warning',
    says: 'varchar(50) varchar(20) orders.total',
  },
  'missing-indexes': {
    legacy: { indexes: [key] },
    candidate: { tables: [aTable()] },
    severity: 'warning',
    says: 'orders.by_ref (ref)',
  },
  'missing-engines': {
    legacy: { tables: [aTable({ engine: 'FEDERATED' })] },
    severity: 'blocker',
    says: '1 table no such engine orders',
  },
  'partition-engines': {
    legacy: { tables: [aTable({ engine: 'MyISAM', partitioned: true })] },
    severity: 'blocker',
    says: 'MyISAM cannot be made orders',
  },
  'engine-changed': {
    legacy: { tables: [aTable({ engine: 'MyISAM' })] },
    candidate: { tables: [aTable()] },
    severity: 'warning',
    says: 'MyISAM InnoDB orders',
  },
  'foreign-key-names': {
    candidate: { refused: [{ object: 'table t', kind: 'table', name: 't', errno: 1059, message: 'too long' }] },
    severity: 'blocker',
    says: 'more than 64 characters refused table t',
  },
  'foreign-key-targets': {
    legacy: { foreignKeys: [foreignKey] },
    candidate: variables({ restrict_fk_on_non_standard_key: 'ON' }),
    severity: 'blocker',
    says: 'refused when made orders.orders_ibfk_1',
  },
  'index-length': {
    legacy: {
      tables: [aTable()],
      columns: [aColumn({ name: 'ref', type: 'varchar(1000)', charset: 'utf8', collation: 'utf8_general_ci' })],
      indexes: [key],
    },
    candidate: variables({ character_set_server: 'utf8mb4' }),
    severity: 'warning',
    says: 'refused when converted orders.by_ref',
  },
  'row-format': {
    legacy: { tables: [aTable({ rowFormat: 'Compact' })] },
    severity: 'info',
    says: 'Compact dynamic by default orders',
  },
  'float-digits': {
    legacy: { ...old, columns: [aColumn({ type: 'float(7,2)' })] },
    severity: 'warning',
    says: 'deprecated orders.total',
  },
  'float-auto-increment': {
    legacy: { ...old, columns: [aColumn({ type: 'float', extra: 'auto_increment' })] },
    severity: 'blocker',
    says: 'orders.total',
  },
  'float-unsigned': {
    legacy: { ...old, columns: [aColumn({ type: 'decimal(9,2) unsigned' })] },
    severity: 'info',
    says: 'orders.total',
  },
  zerofill: {
    legacy: { ...old, columns: [aColumn({ type: 'int(5) unsigned zerofill' })] },
    severity: 'info',
    says: 'orders.total',
  },
  'year-2': {
    legacy: { version: '5.6.24', columns: [aColumn({ type: 'year(2)' })] },
    severity: 'blocker',
    says: 'refused orders.total',
  },
  utf8mb3: {
    legacy: { ...old, columns: [aColumn({ charset: 'utf8', collation: 'utf8_bin' })] },
    severity: 'info',
    says: 'orders.total',
  },
  privileges: {
    legacy: { privileges: new Set(['SELECT']) },
    severity: 'warning',
    says: 'lacks SHOW VIEW, TRIGGER, EVENT lacks —',
  },
  'authentication-plugins': {
    legacy: { accounts: [account] },
    severity: 'blocker',
    says: '1 account with it not active app@%',
  },
  'missing-accounts': {
    legacy: { accounts: [{ ...account, plugin: 'caching_sha2_password' }] },
    severity: 'warning',
    says: 'there missing app@%',
  },
  'account-plugins': {
    legacy: { accounts: [account] },
    candidate: { accounts: [{ ...account, plugin: 'caching_sha2_password' }] },
    severity: 'info',
    says: 'mysql_native_password caching_sha2_password app@%',
  },
  'time-zone': {
    legacy: {
      ...variables({ time_zone: 'SYSTEM', system_time_zone: 'CET' }),
      clock: { namedZones: true, utcOffsetMinutes: 60 },
    },
    candidate: variables({ time_zone: 'SYSTEM', system_time_zone: 'UTC' }),
    severity: 'blocker',
    says: 'SYSTEM (CET), UTC+01:00 SYSTEM (UTC), UTC+00:00',
  },
  'time-zone-tables': {
    candidate: { clock: { namedZones: false, utcOffsetMinutes: 0 } },
    severity: 'blocker',
    says: 'filled empty',
  },
  'sql-mode': {
    legacy: variables({ sql_mode: 'ANSI,ANSI_QUOTES' }),
    candidate: variables({ sql_mode: '' }),
    severity: 'blocker',
    says: 'on off',
  },
  'sql-mode-gone': {
    legacy: variables({ sql_mode: 'STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_AUTO_CREATE_USER' }),
    severity: 'warning',
    says: 'on unknown',
  },
  'query-cache': {
    legacy: {
      ...variables({ query_cache_type: 'ON', query_cache_size: '67108864' }),
      status: new Map([
        ['qcache_hits', '300'],
        ['com_select', '100'],
        ['qcache_inserts', '60'],
      ]),
    },
    severity: 'warning',
    says: 'ON, 64 MB: 75.0 % of 400 SELECTs answered from it, 5.0 hits for each result kept —',
  },
  'server-charset': {
    legacy: variables({ character_set_server: 'latin1', collation_server: 'latin1_swedish_ci' }),
    candidate: variables({ character_set_server: 'utf8mb4', collation_server: 'utf8mb4_0900_ai_ci' }),
    severity: 'warning',
    says: 'latin1 / latin1_swedish_ci utf8mb4',
  },
  'schema-charset': {
    legacy: { schema: { name: 'shop', charset: 'latin1', collation: 'latin1_swedish_ci' } },
    severity: 'warning',
    says: 'latin1 / latin1_swedish_ci utf8mb4 / utf8mb4_0900_ai_ci',
  },
  'connection-collation': {
    candidate: variables({ default_collation_for_utf8mb4: 'utf8mb4_0900_ai_ci' }),
    severity: 'warning',
    says: 'utf8mb4_general_ci utf8mb4_0900_ai_ci',
  },
  'lower-case-table-names': {
    legacy: variables({ lower_case_table_names: '1' }),
    candidate: variables({ lower_case_table_names: '0' }),
    severity: 'blocker',
    says: '1 0',
  },
  'event-scheduler': {
    legacy: variables({ event_scheduler: 'OFF' }),
    candidate: { ...variables({ event_scheduler: 'ON' }), programs: [aProgram({ kind: 'event', name: 'nightly' })] },
    severity: 'warning',
    says: 'OFF ON nightly',
  },
  'max-connections': {
    legacy: { ...variables({ max_connections: '500' }), status: new Map([['max_used_connections', '200']]) },
    candidate: variables({ max_connections: '151' }),
    severity: 'blocker',
    says: '500, at most 200 used at once 151',
  },
  'variables-gone': {
    legacy: variables({ tx_isolation: 'REPEATABLE-READ' }),
    severity: 'warning',
    says: 'tx_isolation (now transaction_isolation)',
  },
  'functions-gone': {
    candidate: { missingFunctions: new Set(['MD5', 'UNHEARD_OF']) },
    severity: 'warning',
    says: 'there gone MD5()',
  },
  'information-schema-expiry': {
    candidate: variables({ information_schema_stats_expiry: '86400' }),
    severity: 'info',
    says: '— 86400 s',
  },
  'optimizer-switch': {
    legacy: variables({ optimizer_switch: 'mrr=off,index_merge=on' }),
    candidate: variables({ optimizer_switch: 'mrr=on,index_merge=on,hash_join=on' }),
    severity: 'info',
    says: 'mrr=off mrr=on mrr',
  },
  'mysql-versions': { legacy: old, severity: 'info', says: '5.7.29 9.7.4' },
  'php-versions': { legacy: { php: php({}, [], '7.4.33') }, severity: 'info', says: '7.4.33 8.1.29' },
  'php-extensions': { legacy: { php: php({}, ['mcrypt']) }, severity: 'blocker', says: 'loaded gone from PHP' },
  'php-ini-others': {
    legacy: { php: php({ 'soap.wsdl_cache_ttl': '10', 'mysqli.default_pw': 'a' }) },
    candidate: { php: php({ 'soap.wsdl_cache_ttl': '20', 'mysqli.default_pw': 'b' }) },
    severity: 'info',
    says: 'soap.wsdl_cache_ttl: 10 → 20 mysqli.default_pw: (hidden) → (hidden)',
  },
}

function php(
  ini: Readonly<Record<string, string>>,
  extensions: readonly string[] = [],
  version = '8.1.29',
): StackFacts['php'] {
  return { version, sapi: 'FPM/FastCGI', ini: new Map(Object.entries(ini)), extensions: new Set(extensions) }
}

/** Checks of one variable: its name, and the values that are worth a row. */
const variableExamples: Readonly<
  Record<string, readonly [variable: string, legacy: string, candidate: string, DoctorSeverity]>
> = {
  'explicit-defaults-for-timestamp': ['explicit_defaults_for_timestamp', 'OFF', 'ON', 'warning'],
  'max-allowed-packet': ['max_allowed_packet', '67108864', '4194304', 'warning'],
  'group-concat-max-len': ['group_concat_max_len', '1000000', '1024', 'warning'],
  'wait-timeout': ['wait_timeout', '28800', '60', 'warning'],
  'local-infile': ['local_infile', 'ON', 'OFF', 'warning'],
  'log-bin': ['log_bin', 'OFF', 'ON', 'info'],
  'innodb-strict-mode': ['innodb_strict_mode', 'OFF', 'ON', 'warning'],
  'transaction-isolation': ['transaction_isolation', 'READ-COMMITTED', 'REPEATABLE-READ', 'warning'],
  autocommit: ['autocommit', 'ON', 'OFF', 'blocker'],
  'init-connect': ['init_connect', 'SET NAMES utf8', '', 'warning'],
  'default-storage-engine': ['default_storage_engine', 'MyISAM', 'InnoDB', 'warning'],
  'read-only': ['read_only', 'OFF', 'ON', 'blocker'],
  'require-secure-transport': ['require_secure_transport', 'OFF', 'ON', 'blocker'],
  'tls-versions': ['tls_version', 'TLSv1,TLSv1.2', 'TLSv1.2,TLSv1.3', 'info'],
  'div-precision-increment': ['div_precision_increment', '8', '4', 'warning'],
  'week-format': ['default_week_format', '1', '0', 'warning'],
  'lc-time-names': ['lc_time_names', 'fr_FR', 'en_US', 'warning'],
  'fulltext-word-length': ['innodb_ft_min_token_size', '2', '3', 'warning'],
  'fulltext-word-length-myisam': ['ft_min_word_len', '3', '4', 'warning'],
  'auto-increment-step': ['auto_increment_increment', '1', '2', 'warning'],
  'secure-file-priv': ['secure_file_priv', '', 'NULL', 'info'],
  'buffer-pool': ['innodb_buffer_pool_size', '1073741824', '134217728', 'warning'],
  'lock-wait-timeout': ['innodb_lock_wait_timeout', '50', '5', 'info'],
  'max-execution-time': ['max_execution_time', '0', '1000', 'warning'],
}

/** Checks of one php.ini directive, likewise. */
const directiveExamples: readonly (readonly [directive: string, legacy: string, candidate: string, DoctorSeverity])[] =
  [
    ['display_errors', 'Off', 'On', 'warning'],
    ['display_startup_errors', 'Off', 'On', 'info'],
    ['error_reporting', '22519', '', 'warning'],
    ['log_errors', 'On', 'Off', 'warning'],
    ['memory_limit', '-1', '128M', 'warning'],
    ['max_execution_time', '0', '30', 'warning'],
    ['max_input_vars', '5000', '1000', 'warning'],
    ['post_max_size', '1G', '8M', 'warning'],
    ['upload_max_filesize', '64M', '2M', 'warning'],
    ['max_file_uploads', '50', '20', 'warning'],
    ['file_uploads', 'On', 'Off', 'blocker'],
    ['date.timezone', 'Europe/Paris', '', 'blocker'],
    ['default_charset', 'iso-8859-1', 'UTF-8', 'warning'],
    ['short_open_tag', 'On', 'Off', 'blocker'],
    ['mbstring.internal_encoding', 'latin1', '', 'warning'],
    ['allow_url_fopen', 'On', 'Off', 'warning'],
    ['allow_url_include', 'On', 'Off', 'warning'],
    ['disable_functions', 'exec', 'exec, mail', 'warning'],
    ['open_basedir', '', '/srv', 'warning'],
    ['include_path', '.:/usr/share/php', '.', 'warning'],
    ['auto_prepend_file', '/srv/prepend.php', '', 'warning'],
    ['auto_append_file', '/srv/append.php', '', 'warning'],
    ['variables_order', 'EGPCS', 'GPCS', 'warning'],
    ['request_order', 'GPC', 'GP', 'warning'],
    ['output_buffering', '4096', '0', 'warning'],
    ['implicit_flush', 'Off', 'On', 'info'],
    ['zlib.output_compression', 'On', 'Off', 'info'],
    ['precision', '14', '17', 'warning'],
    ['serialize_precision', '17', '-1', 'warning'],
    ['session.save_handler', 'files', 'redis', 'warning'],
    ['session.name', 'SHOPSESS', 'PHPSESSID', 'warning'],
    ['session.serialize_handler', 'php', 'igbinary', 'warning'],
    ['session.gc_maxlifetime', '86400', '1440', 'warning'],
    ['session.auto_start', 'On', 'Off', 'warning'],
    ['session.cookie_samesite', '', 'Strict', 'warning'],
    ['session.cookie_secure', 'Off', 'On', 'warning'],
    ['session.cookie_domain', '.shop.example', '', 'warning'],
    ['session.use_strict_mode', 'Off', 'On', 'info'],
    ['opcache.enable', 'On', 'Off', 'warning'],
    ['opcache.memory_consumption', '256', '128', 'info'],
    ['opcache.validate_timestamps', 'On', 'Off', 'info'],
    ['opcache.save_comments', 'On', 'Off', 'warning'],
    ['pcre.backtrack_limit', '1000000', '100000', 'warning'],
    ['default_socket_timeout', '60', '5', 'info'],
    ['sendmail_path', '/usr/sbin/sendmail -t -i', '', 'warning'],
    ['user_ini.filename', '.user.ini', '', 'warning'],
    ['mysqli.default_socket', '/run/mysqld.sock', '', 'info'],
    ['pdo_mysql.default_socket', '/run/mysqld.sock', '', 'info'],
    ['zend.assertions', '-1', '1', 'info'],
    ['arg_separator.output', '&', '&amp;', 'warning'],
    ['intl.default_locale', 'fr_FR', '', 'warning'],
  ]

/** Directives that PHP took out: the candidate does not list them at all. */
const goneDirectives: readonly (readonly [directive: string, legacy: string, DoctorSeverity])[] = [
  ['asp_tags', 'On', 'blocker'],
  ['mbstring.func_overload', '2', 'blocker'],
  ['register_globals', 'On', 'blocker'],
  ['magic_quotes_gpc', 'On', 'blocker'],
  ['track_errors', 'On', 'warning'],
]

const idOf = (directive: string): string => `php-${directive.replace(/[._]/g, '-')}`

test('every check of the registry has an example here', () => {
  const shown = [
    ...Object.keys(examples),
    ...Object.keys(variableExamples),
    ...directiveExamples.map(([directive]) => idOf(directive)),
    ...goneDirectives.map(([directive]) => idOf(directive)),
  ]
  expect(shown.sort()).toEqual(checks.map(({ id }) => id).sort())
})

test.each(Object.entries(examples))('%s sees its example', (id, { legacy, candidate, severity, says }) => {
  const [row] = rowsOf(aStack(legacy), aStack(candidate)).filter(({ check }) => check === id)
  expect(row?.severity).toBe(severity)
  expect([row?.legacy, row?.candidate, ...(row?.places ?? [])].join(' ')).toContain(says)
})

test.each(Object.entries(variableExamples))('%s', (id, [variable, before, after, severity]) => {
  const [row] = rowsOf(aStack(variables({ [variable]: before })), aStack(variables({ [variable]: after }))).filter(
    ({ check }) => check === id,
  )
  expect(row).toMatchObject({ severity, what: `${variable} differs` })
  expect(rowsOf(aStack(variables({ [variable]: after })), aStack(variables({ [variable]: after })))).toEqual([])
})

test.each(directiveExamples)('php.ini %s', (directive, before, after, severity) => {
  const [legacy, candidate] = [before, after].map((value) => aStack({ php: php({ [directive]: value }) }))
  const rows = rowsOf(legacy ?? aStack(), candidate ?? aStack())
  expect(rows).toEqual([expect.objectContaining({ check: idOf(directive), severity })])
})

test.each(goneDirectives)('php.ini %s is missed where it was in use', (directive, value, severity) => {
  const rows = rowsOf(aStack({ php: php({ [directive]: value }) }), aStack())
  expect(rows).toEqual([expect.objectContaining({ check: idOf(directive), severity, candidate: '—' })])
  expect(rowsOf(aStack({ php: php({ [directive]: '0' }) }), aStack())).toEqual([])
})

/** What these see of legacy alone is worth a row beside a candidate of the same kind, too. */
const aboutOneSide = new Set([
  ...['refused-by-parser', 'privileges', 'missing-definers', 'program-sql-mode', 'sql-mode-gone', 'removed-syntax'],
  ...['removed-system-tables', 'zero-date-defaults', 'zero-date-data', 'missing-engines', 'partition-engines'],
  ...['foreign-key-names', 'foreign-key-targets', 'row-format', 'authentication-plugins'],
])

test.each(Object.entries(examples))(
  'what %s compares is no row where both sides are alike',
  (_, { legacy, candidate }) => {
    for (const special of [legacy, candidate]) {
      const rows = rowsOf(aStack(special), aStack(special)).filter(({ check }) => !aboutOneSide.has(check))
      expect(rows).toEqual([])
    }
  },
)
