import type { Check } from '../../check.js'
import { bytesOf, isOn } from '../../php/values.js'
import { directiveCheck, type DirectiveRow } from './directive.js'

type Matters = DirectiveRow['matters']

const differ: Matters = (legacy, candidate) => legacy !== candidate
const lessBytes: Matters = (legacy, candidate) => bytesOf(candidate) < bytesOf(legacy)
const lessNumber: Matters = (legacy, candidate) => limit(candidate) < limit(legacy)
const lost: Matters = (legacy, candidate) => isOn(legacy) && !isOn(candidate)
const gained: Matters = (legacy, candidate) => !isOn(legacy) && isOn(candidate)
const turned: Matters = (legacy, candidate) => isOn(legacy) !== isOn(candidate)
const moreNames: Matters = (legacy, candidate) => names(candidate).some((name) => !names(legacy).includes(name))

const limit = (value: string): number => (Number(value) > 0 ? Number(value) : Infinity)
const names = (value: string): string[] =>
  value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

const asLegacy = "Set it in the candidate's php.ini as on legacy."

const rows: readonly DirectiveRow[] = [
  {
    directive: 'display_errors',
    matters: turned,
    severity: 'warning',
    why: 'The same error is an empty 500 with it off, and a 200 with text in the page with it on. On a live site it shows paths and SQL.',
    mend: 'Off in production on both sides, with log_errors=On.',
  },
  {
    directive: 'display_startup_errors',
    matters: gained,
    severity: 'info',
    why: 'On by default since PHP 8.0: a missing extension writes a warning before the page.',
    mend: 'Set display_startup_errors=Off in production.',
  },
  {
    directive: 'error_reporting',
    matters: (legacy, candidate) => reported(legacy) !== reported(candidate),
    severity: 'warning',
    why: 'PHP 8 reports all by default: notices and deprecations appear in pages and logs that never showed them.',
    mend: 'Write error_reporting out in php.ini on both sides.',
  },
  {
    directive: 'log_errors',
    matters: lost,
    severity: 'warning',
    why: 'What breaks leaves no trace.',
    mend: 'Set log_errors=On.',
  },
  {
    directive: 'memory_limit',
    matters: lessBytes,
    severity: 'warning',
    why: 'A page that needs more ends with "Allowed memory size exhausted".',
    mend: asLegacy,
  },
  {
    directive: 'max_execution_time',
    matters: lessNumber,
    severity: 'warning',
    why: 'Long pages, exports and imports are cut off.',
    mend: asLegacy,
  },
  {
    directive: 'max_input_vars',
    matters: lessNumber,
    severity: 'warning',
    why: 'Fields of large forms beyond this number are dropped in silence.',
    mend: asLegacy,
  },
  {
    directive: 'post_max_size',
    matters: lessBytes,
    severity: 'warning',
    why: 'A larger request arrives with an empty $_POST.',
    mend: `${asLegacy} The web server has a limit of its own.`,
  },
  {
    directive: 'upload_max_filesize',
    matters: lessBytes,
    severity: 'warning',
    why: 'Larger uploads are refused (UPLOAD_ERR_INI_SIZE).',
    mend: asLegacy,
  },
  {
    directive: 'max_file_uploads',
    matters: lessNumber,
    severity: 'warning',
    why: 'More files in one form are dropped in silence.',
    mend: asLegacy,
  },
  {
    directive: 'file_uploads',
    matters: lost,
    severity: 'blocker',
    why: 'No file can be uploaded.',
    mend: 'Set file_uploads=On.',
  },
  {
    directive: 'date.timezone',
    matters: (legacy, candidate) => zone(legacy) !== zone(candidate),
    severity: 'blocker',
    why: 'date(), strtotime() and DateTime give and store another time, without an error.',
    mend: asLegacy,
  },
  {
    directive: 'default_charset',
    matters: (legacy, candidate) => legacy.toLowerCase() !== candidate.toLowerCase(),
    severity: 'warning',
    why: 'The charset in Content-Type, and that of htmlspecialchars(): accents come out wrong, and texts that are not valid become empty.',
    mend: asLegacy,
  },
  {
    directive: 'short_open_tag',
    matters: lost,
    severity: 'blocker',
    why: 'Files with <? are sent as text: their source, with passwords in it, is on the page.',
    mend: 'Set short_open_tag=On, or replace <? by <?php (<?= is always on).',
  },
  {
    directive: 'asp_tags',
    matters: lost,
    severity: 'blocker',
    mayBeGone: true,
    why: 'Gone since PHP 7.0: files with <% are sent as text, their source is on the page.',
    mend: 'Replace <% and %> by <?php and ?>.',
  },
  {
    directive: 'mbstring.func_overload',
    matters: (legacy, candidate) => Number(legacy) > 0 && !(Number(candidate) > 0),
    severity: 'blocker',
    mayBeGone: true,
    why: 'Gone since PHP 8.0: strlen(), substr() and mail() count bytes again, and texts are cut inside characters.',
    mend: 'Call mb_strlen(), mb_substr() and their like by name.',
  },
  {
    directive: 'mbstring.internal_encoding',
    matters: (legacy, candidate) => legacy.toLowerCase() !== candidate.toLowerCase(),
    severity: 'warning',
    why: 'mb_ functions read texts in another encoding.',
    mend: 'Set default_charset, and leave this one empty on both sides.',
  },
  {
    directive: 'register_globals',
    matters: lost,
    severity: 'blocker',
    mayBeGone: true,
    why: 'Gone since PHP 5.4: variables that came from forms are undefined.',
    mend: 'Read $_GET, $_POST, $_COOKIE.',
  },
  {
    directive: 'magic_quotes_gpc',
    matters: lost,
    severity: 'blocker',
    mayBeGone: true,
    why: 'Gone since PHP 5.4: what came escaped is raw now, and SQL that relied on it can be injected into.',
    mend: 'Bind parameters, and take the stripslashes() out.',
  },
  {
    directive: 'track_errors',
    matters: lost,
    severity: 'warning',
    mayBeGone: true,
    why: 'Gone since PHP 8.0: $php_errormsg is never set.',
    mend: 'error_get_last().',
  },
  {
    directive: 'allow_url_fopen',
    matters: lost,
    severity: 'warning',
    why: 'file_get_contents() and fopen() of URLs fail.',
    mend: 'curl, or allow_url_fopen=On.',
  },
  {
    directive: 'allow_url_include',
    matters: lost,
    severity: 'warning',
    why: 'include of URLs fails. It was dangerous.',
    mend: 'Bring the file over.',
  },
  {
    directive: 'disable_functions',
    matters: moreNames,
    severity: 'warning',
    why: 'A function that is switched off is undefined in PHP 8, and a fatal error; PHP 7 only warned.',
    mend: 'See that no code calls them: exec, mail, set_time_limit …',
  },
  {
    directive: 'open_basedir',
    matters: differ,
    severity: 'warning',
    why: 'Files outside these folders cannot be opened.',
    mend: asLegacy,
  },
  {
    directive: 'include_path',
    matters: differ,
    severity: 'warning',
    why: 'include and require look in other folders: libraries are not found.',
    mend: asLegacy,
  },
  {
    directive: 'auto_prepend_file',
    matters: differ,
    severity: 'warning',
    why: 'A file that ran before every page runs no longer, or another does.',
    mend: asLegacy,
  },
  {
    directive: 'auto_append_file',
    matters: differ,
    severity: 'warning',
    why: 'A file that ran after every page runs no longer, or another does.',
    mend: asLegacy,
  },
  {
    directive: 'variables_order',
    matters: differ,
    severity: 'warning',
    why: '$_ENV, $_SERVER and their like are filled or empty.',
    mend: asLegacy,
  },
  {
    directive: 'request_order',
    matters: differ,
    severity: 'warning',
    why: '$_REQUEST holds other values, or cookies too.',
    mend: asLegacy,
  },
  {
    directive: 'output_buffering',
    matters: differ,
    severity: 'warning',
    why: 'Without a buffer, header() and setcookie() after the first byte fail ("headers already sent"): redirects and logins break.',
    mend: asLegacy,
  },
  {
    directive: 'implicit_flush',
    matters: turned,
    severity: 'info',
    why: 'Pages arrive in many small pieces, or in one.',
    mend: asLegacy,
  },
  {
    directive: 'zlib.output_compression',
    matters: turned,
    severity: 'info',
    why: 'Pages are compressed by PHP, or no longer.',
    mend: 'Leave compression to the web server on both sides.',
  },
  {
    directive: 'precision',
    matters: differ,
    severity: 'warning',
    why: 'Floats are written with another number of digits.',
    mend: asLegacy,
  },
  {
    directive: 'serialize_precision',
    matters: differ,
    severity: 'warning',
    why: 'json_encode() and serialize() write floats with other digits: 0.1 or 0.10000000000000001.',
    mend: 'serialize_precision=-1 on both sides.',
  },
  {
    directive: 'session.save_handler',
    matters: differ,
    severity: 'warning',
    why: 'Sessions are kept elsewhere: all users are logged out at the cut-over, and several machines may not share them.',
    mend: 'A store that all machines share, and a plan for those who are logged in.',
  },
  {
    directive: 'session.name',
    matters: differ,
    severity: 'warning',
    why: 'The session cookie has another name: users are logged out, and code that names it fails.',
    mend: asLegacy,
  },
  {
    directive: 'session.serialize_handler',
    matters: differ,
    severity: 'warning',
    why: 'Sessions that the old PHP wrote cannot be read.',
    mend: asLegacy,
  },
  {
    directive: 'session.gc_maxlifetime',
    matters: lessNumber,
    severity: 'warning',
    why: 'Users are logged out sooner.',
    mend: asLegacy,
  },
  {
    directive: 'session.auto_start',
    matters: turned,
    severity: 'warning',
    why: '$_SESSION is empty, or headers are sent too early.',
    mend: asLegacy,
  },
  {
    directive: 'session.cookie_samesite',
    matters: differ,
    severity: 'warning',
    why: 'Returning from a payment page or a login elsewhere, the browser sends no session cookie, or does.',
    mend: asLegacy,
  },
  {
    directive: 'session.cookie_secure',
    matters: turned,
    severity: 'warning',
    why: 'With it, no session over plain HTTP; without it, the cookie travels in the clear.',
    mend: asLegacy,
  },
  {
    directive: 'session.cookie_domain',
    matters: differ,
    severity: 'warning',
    why: 'Subdomains share the session no longer, or do.',
    mend: asLegacy,
  },
  {
    directive: 'session.use_strict_mode',
    matters: gained,
    severity: 'info',
    why: 'Session ids that the server did not make are replaced.',
    mend: 'Nothing, unless code sets session ids itself.',
  },
  {
    directive: 'opcache.enable',
    matters: lost,
    severity: 'warning',
    why: 'Every page is compiled at every request: two to five times slower.',
    mend: 'Load the extension opcache and set opcache.enable=1.',
  },
  {
    directive: 'opcache.memory_consumption',
    matters: lessBytes,
    severity: 'info',
    why: 'A cache that is full is emptied, and pages are compiled again.',
    mend: asLegacy,
  },
  {
    directive: 'opcache.validate_timestamps',
    matters: lost,
    severity: 'info',
    why: 'Changed files are not seen until PHP is restarted.',
    mend: 'Restart PHP at every deployment.',
  },
  {
    directive: 'opcache.save_comments',
    matters: lost,
    severity: 'warning',
    why: 'Annotations in comments, which ORMs and frameworks read, are gone.',
    mend: 'Set opcache.save_comments=1.',
  },
  {
    directive: 'pcre.backtrack_limit',
    matters: lessNumber,
    severity: 'warning',
    why: 'preg_ functions on long texts give null or false in silence.',
    mend: asLegacy,
  },
  {
    directive: 'default_socket_timeout',
    matters: lessNumber,
    severity: 'info',
    why: 'Slow services elsewhere are given up sooner.',
    mend: asLegacy,
  },
  {
    directive: 'sendmail_path',
    matters: differ,
    severity: 'warning',
    why: 'mail() goes another way, or nowhere.',
    mend: 'Send a mail from the candidate, and see that it arrives only where it should.',
  },
  {
    directive: 'user_ini.filename',
    matters: differ,
    severity: 'warning',
    why: 'Settings in .user.ini files are no longer read.',
    mend: asLegacy,
  },
  {
    directive: 'mysqli.default_socket',
    matters: differ,
    severity: 'info',
    why: 'Connections to localhost go by this socket.',
    mend: 'See that the socket is there, or name the host 127.0.0.1.',
  },
  {
    directive: 'pdo_mysql.default_socket',
    matters: differ,
    severity: 'info',
    why: 'Connections to localhost go by this socket.',
    mend: 'See that the socket is there, or name the host 127.0.0.1.',
  },
  {
    directive: 'zend.assertions',
    matters: differ,
    severity: 'info',
    why: 'assert() runs or does not; in PHP 8 one that fails throws.',
    mend: 'zend.assertions=-1 in production.',
  },
  {
    directive: 'arg_separator.output',
    matters: differ,
    severity: 'warning',
    why: 'http_build_query() joins parameters by another text.',
    mend: asLegacy,
  },
  {
    directive: 'intl.default_locale',
    matters: differ,
    severity: 'warning',
    why: 'Numbers, dates and sorting follow another language.',
    mend: asLegacy,
  },
]

/** E_ALL & ~E_NOTICE & ~E_STRICT & ~E_DEPRECATED of PHP 7 is written out by phpinfo only where somebody set it. */
function reported(value: string): string {
  return value === '' ? 'default' : value
}

/** PHP falls back to UTC. */
function zone(value: string): string {
  return value === '' ? 'UTC' : value
}

/** Directives that matter, each with why; the others are folded into one row. */
export const directiveChecks: readonly Check[] = rows.map(directiveCheck)

/** Names of the directives that have a check of their own. */
export const judgedDirectives: ReadonlySet<string> = new Set(rows.map(({ directive }) => directive))
