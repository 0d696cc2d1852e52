import type { KnownChange } from './known-change.js'

const migration80 = 'PHP Manual, "Migrating from PHP 7.4.x to PHP 8.0.x"'

/** What changed from PHP 7.4 to 8.0 and later, in the order in which the signs are tried. */
export const phpChanges: readonly KnownChange[] = [
  {
    id: 'php-removed-functions',
    area: 'php',
    since: '8.0',
    severity: 'critical',
    name: 'A function of PHP that is gone',
    before: '`each()`, `create_function()`, `get_magic_quotes_gpc()`, `money_format()` and others were there',
    after: 'the call ends the script: the function is undefined',
    fix: 'Write it with what replaces the function: `foreach` for `each()`, a closure for `create_function()`, `NumberFormatter` for `money_format()`.',
    source: `${migration80}: removed functions`,
    usersSee: 'An error page, or one that stops half-way.',
    signs: [
      {
        php: {
          class: 'Error',
          says: /undefined function \\?(?:\w+\\)*(?:each|create_function|get_magic_quotes_(?:gpc|runtime)|money_format|is_real|convert_cyr_string|ezmlm_hash|hebrevc|restore_include_path|fgetss|gzgetss|image2wbmp|ldap_sort|mbereg\w*|mbsplit|jpeg2wbmp|png2wbmp|imap_header|read_exif_data|ldap_control_paged_result\w*)\(\)/i,
        },
      },
    ],
  },
  {
    id: 'php-curly-offset',
    area: 'php',
    since: '8.0',
    severity: 'critical',
    name: 'Offsets in curly braces',
    before: '`$text{0}` was an offset, as `$text[0]` is',
    after: 'the file does not compile',
    fix: 'Write `$text[0]`.',
    source: `${migration80}: array and string offset access with curly braces`,
    usersSee: 'An error on every page that loads the file.',
    signs: [{ php: { level: 'Fatal error', says: /offset access syntax with curly braces is no longer supported/ } }],
  },
]
