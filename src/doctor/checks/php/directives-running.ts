import type { DirectiveRow } from './directive.js'
import { asLegacy, differ, gained, lessBytes, lessNumber, lost, moreNames, turned } from './matters.js'

/** Directives about errors, limits, and how files are found and read. */
export const runningDirectives: readonly DirectiveRow[] = [
  {
    directive: 'display_errors',
    matters: turned,
    severity: 'warning',
    why: 'The same error is an empty 500 with it off, and a 200 with text in the page with it on. On a live site it shows paths and SQL.',
    fix: 'Off in production on both sides, with log_errors=On.',
  },
  {
    directive: 'display_startup_errors',
    matters: gained,
    severity: 'info',
    why: 'On by default since PHP 8.0: a missing extension writes a warning before the page.',
    fix: 'Set display_startup_errors=Off in production.',
  },
  {
    directive: 'error_reporting',
    matters: (legacy, candidate) => reported(legacy) !== reported(candidate),
    severity: 'warning',
    why: 'PHP 8 reports all by default: notices and deprecations appear in pages and logs that never showed them.',
    fix: 'Write error_reporting out in php.ini on both sides.',
  },
  {
    directive: 'log_errors',
    matters: lost,
    severity: 'warning',
    why: 'What breaks leaves no trace.',
    fix: 'Set log_errors=On.',
  },
  {
    directive: 'memory_limit',
    matters: lessBytes,
    severity: 'warning',
    why: 'A page that needs more ends with "Allowed memory size exhausted".',
    fix: asLegacy,
  },
  {
    directive: 'max_execution_time',
    matters: lessNumber,
    severity: 'warning',
    why: 'Long pages, exports and imports are cut off.',
    fix: asLegacy,
  },
  {
    directive: 'max_input_vars',
    matters: lessNumber,
    severity: 'warning',
    why: 'Fields of large forms beyond this number are dropped in silence.',
    fix: asLegacy,
  },
  {
    directive: 'post_max_size',
    matters: lessBytes,
    severity: 'warning',
    why: 'A larger request arrives with an empty $_POST.',
    fix: `${asLegacy} The web server has a limit of its own.`,
  },
  {
    directive: 'upload_max_filesize',
    matters: lessBytes,
    severity: 'warning',
    why: 'Larger uploads are refused (UPLOAD_ERR_INI_SIZE).',
    fix: asLegacy,
  },
  {
    directive: 'max_file_uploads',
    matters: lessNumber,
    severity: 'warning',
    why: 'More files in one form are dropped in silence.',
    fix: asLegacy,
  },
  {
    directive: 'file_uploads',
    matters: lost,
    severity: 'blocker',
    why: 'No file can be uploaded.',
    fix: 'Set file_uploads=On.',
  },
  {
    directive: 'date.timezone',
    matters: (legacy, candidate) => zone(legacy) !== zone(candidate),
    severity: 'blocker',
    why: 'date(), strtotime() and DateTime give and store another time, without an error.',
    fix: asLegacy,
  },
  {
    directive: 'default_charset',
    matters: (legacy, candidate) => legacy.toLowerCase() !== candidate.toLowerCase(),
    severity: 'warning',
    why: 'The charset in Content-Type, and that of htmlspecialchars(): accents come out wrong, and texts that are not valid become empty.',
    fix: asLegacy,
  },
  {
    directive: 'short_open_tag',
    matters: lost,
    severity: 'blocker',
    why: 'Files with <? are sent as text: their source, with passwords in it, is on the page.',
    fix: 'Set short_open_tag=On, or replace <? by <?php (<?= is always on).',
  },
  {
    directive: 'asp_tags',
    matters: lost,
    severity: 'blocker',
    mayBeGone: true,
    why: 'Gone since PHP 7.0: files with <% are sent as text, their source is on the page.',
    fix: 'Replace <% and %> by <?php and ?>.',
  },
  {
    directive: 'mbstring.func_overload',
    matters: (legacy, candidate) => Number(legacy) > 0 && !(Number(candidate) > 0),
    severity: 'blocker',
    mayBeGone: true,
    why: 'Gone since PHP 8.0: strlen(), substr() and mail() count bytes again, and texts are cut inside characters.',
    fix: 'Call mb_strlen(), mb_substr() and their like by name.',
  },
  {
    directive: 'mbstring.internal_encoding',
    matters: (legacy, candidate) => legacy.toLowerCase() !== candidate.toLowerCase(),
    severity: 'warning',
    why: 'mb_ functions read texts in another encoding.',
    fix: 'Set default_charset, and leave this one empty on both sides.',
  },
  {
    directive: 'register_globals',
    matters: lost,
    severity: 'blocker',
    mayBeGone: true,
    why: 'Gone since PHP 5.4: variables that came from forms are undefined.',
    fix: 'Read $_GET, $_POST, $_COOKIE.',
  },
  {
    directive: 'magic_quotes_gpc',
    matters: lost,
    severity: 'blocker',
    mayBeGone: true,
    why: 'Gone since PHP 5.4: what came escaped is raw now, and SQL that relied on it can be injected into.',
    fix: 'Bind parameters, and take the stripslashes() out.',
  },
  {
    directive: 'track_errors',
    matters: lost,
    severity: 'warning',
    mayBeGone: true,
    why: 'Gone since PHP 8.0: $php_errormsg is never set.',
    fix: 'error_get_last().',
  },
  {
    directive: 'allow_url_fopen',
    matters: lost,
    severity: 'warning',
    why: 'file_get_contents() and fopen() of URLs fail.',
    fix: 'curl, or allow_url_fopen=On.',
  },
  {
    directive: 'allow_url_include',
    matters: lost,
    severity: 'warning',
    why: 'include of URLs fails. It was dangerous.',
    fix: 'Bring the file over.',
  },
  {
    directive: 'disable_functions',
    matters: moreNames,
    severity: 'warning',
    why: 'A function that is switched off is undefined in PHP 8, and a fatal error; PHP 7 only warned.',
    fix: 'See that no code calls them: exec, mail, set_time_limit …',
  },
  {
    directive: 'open_basedir',
    matters: differ,
    severity: 'warning',
    why: 'Files outside these folders cannot be opened.',
    fix: asLegacy,
  },
  {
    directive: 'include_path',
    matters: differ,
    severity: 'warning',
    why: 'include and require look in other folders: libraries are not found.',
    fix: asLegacy,
  },
  {
    directive: 'auto_prepend_file',
    matters: differ,
    severity: 'warning',
    why: 'A file that ran before every page runs no longer, or another does.',
    fix: asLegacy,
  },
  {
    directive: 'auto_append_file',
    matters: differ,
    severity: 'warning',
    why: 'A file that ran after every page runs no longer, or another does.',
    fix: asLegacy,
  },
]

/**
 * Returns the level as phpinfo shows it. Unless somebody set error_reporting, phpinfo shows no value rather than the built-in
 * default (in PHP 7 E_ALL & ~E_NOTICE & ~E_STRICT & ~E_DEPRECATED).
 */
function reported(value: string): string {
  return value === '' ? 'default' : value
}

/** Returns the time zone in force: PHP falls back to UTC when none is set. */
function zone(value: string): string {
  return value === '' ? 'UTC' : value
}
