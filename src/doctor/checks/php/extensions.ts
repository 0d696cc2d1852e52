import type { DoctorSeverity } from '../../model.js'
import { check, type Found } from '../../check.js'

/** Extensions that PHP removed, with what replaces them. */
const gone: Readonly<Record<string, string>> = {
  mysql: 'Gone since PHP 7.0: mysqli or PDO.',
  mssql: 'Gone since PHP 7.0: pdo_dblib or sqlsrv.',
  sybase_ct: 'Gone since PHP 7.0: pdo_dblib.',
  ereg: 'Gone since PHP 7.0: preg_ functions.',
  mcrypt: 'Gone since PHP 7.2: openssl or sodium, or mcrypt from PECL for data that is encrypted already.',
  interbase: 'Gone since PHP 7.4: the PECL package.',
  recode: 'Gone since PHP 7.4: iconv or mbstring.',
  wddx: 'Gone since PHP 7.4: JSON.',
  xmlrpc: 'Gone since PHP 8.0: a library, or the PECL package.',
  imap: 'Gone since PHP 8.4: the PECL package, or a library.',
  pspell: 'Gone since PHP 8.4: the PECL package.',
  oci8: 'Gone since PHP 8.4: the PECL package.',
  pdo_oci: 'Gone since PHP 8.4: the PECL package.',
}

/** Extensions that sites use all over their code. */
const usual = new Set([
  'mysqli',
  'pdo',
  'pdo_mysql',
  'mysqlnd',
  'mbstring',
  'json',
  'session',
  'ctype',
  'iconv',
  'xml',
  'dom',
  'simplexml',
  'xmlreader',
  'xmlwriter',
  'gd',
  'imagick',
  'curl',
  'openssl',
  'zip',
  'zlib',
  'intl',
  'soap',
  'bcmath',
  'fileinfo',
  'filter',
  'hash',
  'exif',
  'gettext',
  'redis',
  'memcached',
  'memcache',
  'tokenizer',
  'sodium',
  'ldap',
  'pcre',
  'calendar',
  'ftp',
  'pgsql',
  'pdo_pgsql',
  'sqlite3',
  'pdo_sqlite',
])

/** Extensions that are part of PHP itself or serve developers only: no page calls them. */
const harmless = new Set(['xdebug', 'readline', 'phpdbg', 'pcntl', 'posix', 'zend opcache'])

export const missingExtensions = check({
  id: 'php-extensions',
  asks: 'Which PHP extensions does the candidate lack?',
  why: 'The first call of one of its functions is a fatal error: "Call to undefined function", "Class not found".',
  fix: 'Install and load the extension on the candidate, or see that no code uses it.',
  source: 'PHP Manual, "Migrating from …", "Removed Extensions"; "Extension List/Categorization"',
  legacy: ['php'],
  candidate: ['php'],
  judge({ php: legacy }, { php: candidate }) {
    const missing = [...legacy.extensions].filter((name) => !candidate.extensions.has(name)).sort()
    return missing.map((name): Found => {
      const fix = gone[name]
      return {
        severity: severityOf(name),
        what: `PHP extension ${name} is missing`,
        legacy: 'loaded',
        candidate: fix === undefined ? 'missing' : 'gone from PHP',
        ...(fix === undefined ? {} : { fix }),
      }
    })
  },
})

function severityOf(name: string): DoctorSeverity {
  if (harmless.has(name)) return 'info'
  return name in gone || usual.has(name) ? 'blocker' : 'warning'
}
