import type { KnownChange } from './known-change.js'

const migration80 = 'PHP Manual, "Migrating from PHP 7.4.x to PHP 8.0.x"'
const migration81 = 'PHP Manual, "Migrating from PHP 8.0.x to PHP 8.1.x"'

type Row = Omit<KnownChange, 'area' | 'severity' | 'usersSee'> & Partial<Pick<KnownChange, 'severity' | 'usersSee'>>

/** A message that stands in the page where messages are shown. How grave it is depends on what it breaks there. */
const message = (row: Row): KnownChange => ({
  area: 'php',
  severity: 'minor',
  usersSee: "PHP's words in the page, with the name of the file.",
  ...row,
})

/** A notice of deprecation that PHP 7.4 does not know. */
const deprecated = (row: Omit<Row, 'before' | 'after' | 'since' | 'source'> & Partial<Row>): KnownChange =>
  message({
    since: '8.1',
    before: 'PHP had nothing to say',
    after: 'it prints a notice of deprecation, and a later version ends the script',
    source: `${migration81}: Deprecated Features`,
    ...row,
  })

/** What PHP 8.0 and later print, log or hand to the application's error handler, in the order in which the signs are tried. */
export const phpMessages: readonly KnownChange[] = [
  message({
    id: 'php-undefined-var-key',
    since: '8.0',
    name: 'Variables and keys that are not set',
    before: 'a notice: "Undefined variable: x", "Undefined index: x"',
    after:
      'a warning: "Undefined variable $x", "Undefined array key "x""; handlers that throw on warnings end the script',
    fix: 'Ask before reading: `$row["x"] ?? ""`, `isset($x)`.',
    source: `${migration80}: RFC "Reclassify engine warnings"`,
    signs: [
      {
        php: {
          class: 'ErrorException',
          says: /^(?:Undefined (?:variable \$|array key |property: )|Attempt to read property ")/,
        },
      },
      {
        php: {
          level: 'Warning',
          says: /^(?:Undefined (?:variable \$|array key |property: )|Attempt to read property "|Uninitialized string offset|Trying to access array offset on|Array to string conversion|compact\(\): Undefined variable|String offset cast occurred|Resource ID#\d+ used as offset|iconv\(\): Wrong encoding)/,
        },
      },
    ],
  }),
  message({
    id: 'php-password-hash-salt',
    since: '8.0',
    name: 'A salt of its own for password_hash()',
    before: 'the salt was used, with a notice of deprecation',
    after: 'it is ignored: every hash is another',
    fix: 'Leave the salt out; compare with `password_verify()`.',
    source: `${migration80}: salt option removed`,
    signs: [{ php: { level: 'Warning', says: /^password_hash\(\): The "salt" option has been ignored/ } }],
  }),
  message({
    id: 'php-private-final',
    since: '8.0',
    name: 'Private methods that are final',
    before: 'PHP had nothing to say',
    after: 'a warning while the file compiles: before the page, so that header fields are lost where it is shown',
    fix: 'Take `final` away: nobody can override a private method.',
    source: `${migration80}: RFC "Remove inappropriate inheritance signature checks on private methods"`,
    signs: [{ php: { level: 'Warning', says: /^Private methods cannot be final/ } }],
  }),
  deprecated({
    id: 'php-null-to-internal',
    name: 'null for a function of PHP that wants a text or a number',
    fix: 'Give it a value: `strlen($text ?? "")`.',
    source: `${migration81}: RFC "Deprecate passing null to non-nullable arguments of internal functions"`,
    signs: [
      {
        php: {
          level: 'Deprecated',
          says: /\(\): Passing null to parameter #\d+ (?:\(\$\w+\) )?of type .+ is deprecated/,
        },
      },
    ],
  }),
  deprecated({
    id: 'php-dep-float-to-int',
    name: 'A number with decimals used as a whole one',
    fix: 'Cast it: `(int) $value`.',
    source: `${migration81}: RFC "Deprecate implicit non-integer-compatible float to int conversions"`,
    signs: [
      { php: { level: 'Deprecated', says: /^Implicit conversion from float(?:-string)? .+ to int loses precision/ } },
    ],
  }),
  deprecated({
    id: 'php-dep-required-after-optional',
    since: '8.0',
    name: 'A required parameter behind an optional one',
    fix: 'Put the optional parameters last, or give all that follow a default.',
    source: `${migration80}: Deprecated Features`,
    signs: [
      {
        php: {
          level: 'Deprecated',
          says: /^(?:Optional parameter \$\w+ declared before required|Required parameter \$\w+ follows optional)/,
        },
      },
    ],
  }),
  deprecated({
    id: 'php-dep-filter-sanitize-string',
    name: 'FILTER_SANITIZE_STRING',
    fix: 'Use `htmlspecialchars()` where the text is written into a page.',
    signs: [{ php: { level: 'Deprecated', says: /^Constant FILTER_SANITIZE_(?:STRING|STRIPPED) is deprecated/ } }],
  }),
  deprecated({
    id: 'php-dep-strftime',
    name: 'strftime()',
    fix: 'Use `IntlDateFormatter`, or `date()` where no language is needed.',
    signs: [{ php: { level: 'Deprecated', says: /^Function (?:gm)?strftime\(\) is deprecated/ } }],
  }),
  deprecated({
    id: 'php-dep-date-sunrise',
    name: 'date_sunrise() and date_sunset()',
    fix: 'Use `date_sun_info()`.',
    signs: [
      {
        php: {
          level: 'Deprecated',
          says: /^(?:Function date_sun(?:rise|set)\(\)|Constant SUNFUNCS_\w+) is deprecated/,
        },
      },
    ],
  }),
  deprecated({
    id: 'php-dep-serializable',
    name: 'The interface Serializable',
    fix: 'Add `__serialize()` and `__unserialize()`.',
    signs: [{ php: { level: 'Deprecated', says: /implements the Serializable interface, which is deprecated/ } }],
  }),
  deprecated({
    id: 'php-dep-return-types',
    name: 'Methods of built-in interfaces without a return type',
    fix: 'Declare the return type, or put `#[\\ReturnTypeWillChange]` above the method.',
    source: `${migration81}: RFC "Add return type declarations for internal methods"`,
    signs: [{ php: { level: 'Deprecated', says: /^Return type of .+ should either be compatible with / } }],
  }),
  deprecated({
    id: 'php-dep-autovivify-false',
    name: 'false that becomes an array',
    fix: 'Begin with `$list = [];`.',
    source: `${migration81}: RFC "Deprecate autovivification on false"`,
    signs: [{ php: { level: 'Deprecated', says: /^Automatic conversion of false to array is deprecated/ } }],
  }),
  deprecated({
    id: 'php-dep-usort-bool',
    since: '8.0',
    name: 'A comparison that returns true or false',
    fix: 'Return a number: `$a <=> $b`.',
    source: `${migration80}: RFC "Make sorting stable"`,
    signs: [
      { php: { level: 'Deprecated', says: /^u[ak]?sort\(\): Returning bool from comparison function is deprecated/ } },
    ],
  }),
  deprecated({
    id: 'php-dep-ctype-int',
    name: 'A number for ctype_digit() and its kind',
    fix: 'Cast it: `ctype_digit((string) $value)`.',
    signs: [
      {
        php: {
          level: 'Deprecated',
          says: /^ctype_\w+\(\): Argument of type .+ will be interpreted as string in the future/,
        },
      },
    ],
  }),
  deprecated({
    id: 'php-dep-key-on-object',
    name: 'key(), current(), next(), reset() and end() on an object',
    fix: 'Cast it to an array, or use an iterator.',
    signs: [
      {
        php: {
          level: 'Deprecated',
          says: /^(?:key|current|next|prev|reset|end)\(\): Calling \w+\(\) on an object is deprecated/,
        },
      },
    ],
  }),
  deprecated({
    id: 'php-dep-reflection-getclass',
    since: '8.0',
    name: 'getClass(), isArray() and isCallable() of a reflected parameter',
    fix: 'Use `getType()`; update the dependency injection container.',
    source: `${migration80}: Deprecated Features`,
    signs: [
      {
        php: {
          level: 'Deprecated',
          says: /^Method ReflectionParameter::(?:getClass|isArray|isCallable)\(\) is deprecated/,
        },
      },
    ],
  }),
  deprecated({
    id: 'php-dep-libxml-entity-loader',
    since: '8.0',
    name: 'libxml_disable_entity_loader()',
    fix: 'Take the call out: external entities are off by default since libxml 2.9.',
    source: `${migration80}: Deprecated Features`,
    signs: [{ php: { level: 'Deprecated', says: /^Function libxml_disable_entity_loader\(\) is deprecated/ } }],
  }),
  deprecated({
    id: 'php-dep-auto-detect-line-endings',
    name: 'The setting auto_detect_line_endings',
    fix: 'Replace `\\r` in the text before it is read as lines.',
    signs: [{ php: { level: 'Deprecated', says: /auto_detect_line_endings is deprecated/ } }],
  }),
  deprecated({
    id: 'php-dep-trait-static',
    name: 'A static member of a trait, used on the trait itself',
    fix: 'Use it on a class that uses the trait.',
    signs: [
      { php: { level: 'Deprecated', says: /^(?:Calling static trait method|Accessing static trait property) / } },
    ],
  }),
  message({
    id: 'php-deprecated-eats-headers',
    since: '8.0',
    severity: 'critical',
    name: 'A message of PHP before the page, and header fields that are lost',
    before: 'PHP printed nothing before the page: cookies, redirects and header fields were sent',
    after: 'a message stands first, so that headers were sent already: a login, a redirect or a status is lost',
    fix: 'Set `display_errors = 0` and log messages; `output_buffering = 4096` keeps header fields meanwhile. Then correct the line.',
    source: 'PHP Manual, "header()": it must be called before any output',
    usersSee: 'A login that does not hold, or a page where a redirect should be.',
    known:
      "By PHP's own words before the candidate's page, with cookies, redirects, header fields or a status that are missing.",
    signs: [],
  }),
  message({
    id: 'php-deprecated-breaks-json',
    since: '8.0',
    severity: 'critical',
    name: 'A message of PHP in JSON or XML',
    before: 'the answer could be read by programs',
    after: 'a message stands in it, and no program can read it',
    fix: 'Set `display_errors = 0` and log messages. Then correct the line.',
    source: 'PHP Manual, "Error Handling and Logging: Runtime Configuration", display_errors',
    usersSee: 'An app or a script of the page that gets no data.',
    known: "By PHP's own words in an answer that can no longer be read.",
    signs: [],
  }),
  message({
    id: 'infra-display-errors',
    since: 'the new configuration',
    severity: 'major',
    name: 'Messages that are shown now',
    before: 'PHP logged its messages',
    after: 'it prints them into the page as well: `display_errors` is on',
    fix: 'Set `display_errors = 0`, as on legacy.',
    source: 'PHP Manual, "Error Handling and Logging: Runtime Configuration", display_errors',
    known: "By a message in the candidate's page whose line legacy logs too.",
    signs: [],
  }),
  message({
    id: 'php-error-level-default',
    since: '8.0',
    name: 'Notices that were off',
    before: '`error_reporting` left notices out, by its default or by configuration',
    after: 'PHP reports all, by its new default',
    fix: 'Set `error_reporting` explicitly, to the same on both stacks, and `display_errors = 0`.',
    source: `${migration80}: the default error_reporting level is E_ALL`,
    signs: [{ php: { level: 'Notice', says: /^/ } }],
  }),
]
