import type { KnownChange } from './known-change.js'

const migration80 = 'PHP Manual, "Migrating from PHP 7.4.x to PHP 8.0.x"'
const migration81 = 'PHP Manual, "Migrating from PHP 8.0.x to PHP 8.1.x"'
const stricterFunctions = `${migration80}: "Saner type declarations", RFC "Consistent type errors for internal functions"`

type Row = Omit<KnownChange, 'area' | 'severity' | 'usersSee'> & Partial<Pick<KnownChange, 'severity' | 'usersSee'>>

/** A change that ends the script. */
const ending = (row: Row): KnownChange => ({
  area: 'php',
  severity: 'critical',
  usersSee: 'An error page, or one that stops half-way.',
  ...row,
})

/** A change that keeps a file from compiling. */
const uncompiled = (row: Row): KnownChange =>
  ending({ usersSee: 'An error on every page that loads the file.', ...row })

/** What ends a script in PHP 8.0 and later and did not in 7.4, in the order in which the signs are tried. */
export const phpChanges: readonly KnownChange[] = [
  ending({
    id: 'php-removed-functions',
    since: '8.0',
    name: 'A function of PHP that is gone',
    before: '`each()`, `create_function()`, `get_magic_quotes_gpc()`, `money_format()` and others were there',
    after: 'the call ends the script: the function is undefined',
    fix: 'Write it with what replaces the function: `foreach` for `each()`, a closure for `create_function()`, `NumberFormatter` for `money_format()`.',
    source: `${migration80}: removed functions`,
    signs: [
      {
        php: {
          class: 'Error',
          says: /undefined function \\?(?:\w+\\)*(?:each|create_function|get_magic_quotes_(?:gpc|runtime)|money_format|is_real|convert_cyr_string|ezmlm_hash|hebrevc|restore_include_path|fgetss|gzgetss|image2wbmp|ldap_sort|mbereg\w*|mbsplit|jpeg2wbmp|png2wbmp|imap_header|read_exif_data|ldap_control_paged_result\w*)\(\)/i,
        },
      },
    ],
  }),
  ending({
    id: 'php-disabled-function',
    since: '8.0',
    name: 'A function that is disabled by configuration',
    before: 'the call printed a warning and returned null',
    after: 'the call ends the script: a disabled function counts as undefined',
    fix: 'Take the function out of `disable_functions` if the site needs it, or remove the call; `function_exists()` tells.',
    source: `${migration80}: disabled functions are treated as if they did not exist`,
    signs: [
      {
        php: {
          class: 'Error',
          says: /undefined function \\?(?:\w+\\)*(?:exec|shell_exec|system|passthru|popen|proc_open|proc_nice|error_log|sleep|usleep|ini_get|gethostby\w+|get_current_user|escapeshell\w+|ignore_user_abort|phpinfo|php_uname|set_time_limit|ini_set|ini_alter|mail|fsockopen|pfsockopen|stream_socket_\w+|symlink|link|readlink|chown|chgrp|chmod|getmypid|getmyuid|disk_free_space|disk_total_space|show_source|highlight_file|parse_ini_file|dl|putenv)\(\)/i,
        },
      },
    ],
  }),
  ending({
    id: 'php-count-null',
    since: '8.0',
    name: 'count() of something that cannot be counted',
    before: '`count(null)` was 0 and `count("text")` 1, with a warning',
    after: 'it throws a TypeError',
    fix: 'Count what is certainly an array: `count($list ?? [])`, or set the variable to `[]` where it is first used.',
    source: `${migration80}: RFC "Consistent type errors for internal functions"; "count()"`,
    signs: [{ php: { class: 'TypeError', says: /^(?:count|sizeof)\(\): Argument #1 \(\$value\) must be of type/ } }],
  }),
  ending({
    id: 'php-array-key-exists-object',
    since: '8.0',
    name: 'array_key_exists() of an object',
    before: 'it looked for a property, with a notice of deprecation',
    after: 'it throws a TypeError',
    fix: 'Use `property_exists($object, $key)`, or `isset($object->$key)`.',
    source: `${migration80}: array_key_exists() with objects removed`,
    signs: [
      {
        php: {
          class: 'TypeError',
          says: /^(?:array_)?key_exists\(\): Argument #2 \(\$array\) must be of type array, (?!null|string|int|bool)/,
        },
      },
    ],
  }),
  ending({
    id: 'php-implode-order',
    since: '8.0',
    name: 'implode() with the separator last',
    before: '`implode($list, ", ")` worked, with a notice of deprecation',
    after: 'it throws a TypeError',
    fix: 'Swap the arguments: `implode(", ", $list)`.',
    source: `${migration80}: implode() no longer accepts the separator after the array`,
    signs: [
      {
        php: {
          class: 'TypeError',
          says: /^(?:implode|join)\(\): Argument #2 \(\$(?:array|pieces)\) must be of type \?array, string/,
        },
      },
    ],
  }),
  ending({
    id: 'php-round-leading-numeric',
    since: '8.0',
    name: 'A number with text behind it in a function of numbers',
    before: '`round("12 kg")` took the 12, with a notice',
    after: 'it throws a TypeError',
    fix: 'Cast what comes from a form or a text: `round((float) $value)`.',
    source: `${migration80}: RFC "Saner numeric strings"`,
    signs: [
      {
        php: {
          class: 'TypeError',
          says: /^(?:round|floor|ceil|abs)\(\): Argument #1 \(\$num\) must be of type int\|float, string given/,
        },
      },
    ],
  }),
  ending({
    id: 'php-format-arguments',
    since: '8.0',
    name: 'Too few arguments for a format',
    before: '`sprintf()` and its kind printed a warning and returned false',
    after: 'they throw an ArgumentCountError or a ValueError',
    fix: 'Give every placeholder of the format an argument; look at translated formats, where one more `%s` hides.',
    source: `${migration80}: sprintf() and vsprintf() throw`,
    signs: [
      { php: { class: 'ArgumentCountError', says: /^\d+ arguments are required, \d+ given/ } },
      { php: { class: 'ValueError', says: /^The arguments array must contain \d+ items, \d+ given/ } },
      {
        php: {
          class: 'ValueError',
          says: /^Unknown format specifier|^Argument number specifier must be|^Missing format specifier/,
        },
      },
    ],
  }),
  ending({
    id: 'php-argument-count',
    since: '8.0',
    name: 'Too few or too many arguments for a function of PHP',
    before: 'the call printed a warning and returned null',
    after: 'it throws an ArgumentCountError',
    fix: 'Give the function the arguments that its manual page asks for.',
    source: stricterFunctions,
    signs: [
      {
        php: {
          class: 'ArgumentCountError',
          says: /^[\w\\:]+\(\) expects (?:at least|at most|exactly) \d+ arguments?, \d+ given/,
        },
      },
    ],
  }),
  ending({
    id: 'php-arithmetic-typeerror',
    since: '8.0',
    name: 'Arithmetic with something that is no number',
    before: 'an empty text counted as 0 and an array as 1, with a warning',
    after: 'the operator throws a TypeError',
    fix: 'Cast the operand: `(int) $value`; of an array take the element that is meant.',
    source: `${migration80}: RFCs "Stricter type checks for arithmetic and bitwise operators", "Saner numeric strings"`,
    signs: [
      {
        php: {
          class: 'TypeError',
          says: /^Unsupported operand types: |^Cannot (?:increment|decrement) |^Cannot perform bitwise not on /,
        },
      },
    ],
  }),
  ending({
    id: 'php-string-offset',
    since: '8.0',
    name: 'A text or a number used as an array',
    before: '`$text["key"]` was the first letter and `$number["key"] = 1` did nothing, with a warning',
    after: 'it throws an error',
    fix: 'Ask `is_array($value)` before, or set the variable to `[]` where it is first used.',
    source: `${migration80}: RFC "Reclassify engine warnings"`,
    signs: [
      {
        php: {
          class: 'TypeError',
          says: /^(?:Cannot access offset of type|Illegal string offset|Illegal offset type)/,
        },
      },
      {
        php: {
          class: 'Error',
          says: /^(?:Cannot use a scalar value as an array|Cannot assign an empty string to a string offset|Cannot unset offset in a non-array variable)/,
        },
      },
    ],
  }),
  ending({
    id: 'php-assign-prop-on-null',
    since: '8.0',
    name: 'A property set on null',
    before: 'an object was made for it, with a warning',
    after: 'it throws an Error',
    fix: 'Make the object first: `$value = new stdClass;`.',
    source: `${migration80}: RFC "Reclassify engine warnings"`,
    signs: [{ php: { class: 'Error', says: /^Attempt to (?:assign|modify|increment\/decrement) property "/ } }],
  }),
  ending({
    id: 'php-nonstatic-static-call',
    since: '8.0',
    name: 'A method that is not static, called statically',
    before: '`Shop::total()` worked without `static`, with a notice of deprecation',
    after: 'it throws an Error',
    fix: 'Declare the method `static`, or call it on an object.',
    source: `${migration80}: calling non-static methods statically removed`,
    signs: [
      { php: { class: 'Error', says: /^Non-static method .+ cannot be called statically/ } },
      {
        php: {
          class: 'TypeError',
          says: /must be a valid callback.*, non-static method .+ cannot be called statically/,
        },
      },
    ],
  }),
  ending({
    id: 'php-undefined-constant',
    since: '8.0',
    name: 'A constant that nobody defined',
    before: 'its name was taken as a text, with a warning',
    after: 'it throws an Error',
    fix: 'Quote it if it is a text: `$row["name"]`; else define it, in the same case.',
    source: `${migration80}: undefined constants; case-insensitive constants removed`,
    signs: [{ php: { class: 'Error', says: /^Undefined constant "/ } }],
  }),
  ending({
    id: 'php-named-args-cufa',
    since: '8.0',
    name: 'Keys of an argument list that became names',
    before: '`call_user_func_array()` ignored the keys of its array',
    after: 'text keys name the parameters: the order is another, or the name is unknown',
    fix: 'Pass `array_values($arguments)`.',
    source: `${migration80}: named arguments; "call_user_func_array()"`,
    signs: [
      {
        php: {
          class: 'Error',
          says: /^(?:Unknown named parameter \$|Cannot use positional argument after named argument|Named parameter \$\w+ overwrites)/,
        },
      },
    ],
  }),
  ending({
    id: 'php-mysqli-closed-object',
    since: '8.0',
    name: 'A database connection used after it was closed',
    before: 'the call printed a warning and returned null or false',
    after: 'it throws an Error',
    fix: 'Close the connection last, or not at all: PHP closes it at the end of the request.',
    source: `${migration80}: mysqli throws an Error for closed objects`,
    signs: [{ php: { class: 'Error', says: /^mysqli\w* object is (?:already closed|not fully initialized)/ } }],
  }),
  ending({
    id: 'pdo-implicit-commit',
    since: '8.0',
    name: 'A commit behind a statement that commits by itself',
    before: '`commit()` after `CREATE TABLE` returned true',
    after: 'PDO knows that MySQL ended the transaction, and throws',
    fix: 'Keep definitions of tables out of transactions, or ask `inTransaction()` before `commit()`.',
    source: `${migration80}: PDO_MySQL and implicit commits`,
    signs: [{ php: { class: 'PDOException', says: /There is no active transaction/ } }],
  }),
  ending({
    id: 'php-assert-string',
    since: '8.0',
    name: 'Assertions',
    before: '`assert("…")` evaluated its text and printed a warning',
    after: 'a failing assertion throws, and a text is only true',
    fix: 'Write the condition without quotes, and set `zend.assertions = -1` in production.',
    source: `${migration80}: assert() no longer evaluates strings, assert.exception is on`,
    signs: [{ php: { class: 'AssertionError', says: /^/ } }],
  }),
  ending({
    id: 'mysqli-report-strict',
    since: '8.1',
    name: 'Errors of mysqli that are thrown',
    before: 'a refused statement or connection returned false, and the page went on with an empty list',
    after: 'mysqli throws a mysqli_sql_exception, which nobody catches',
    fix: 'Correct the statement: it fails on both servers. Until then `mysqli_report(MYSQLI_REPORT_OFF)` brings the old behaviour back.',
    source: `${migration81}: mysqli error reporting defaults to MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT`,
    known:
      "By an uncaught mysqli_sql_exception for a statement that legacy's server refuses too, or for a connection that is refused.",
    signs: [
      {
        php: {
          class: 'mysqli_sql_exception',
          says: /^(?:Unknown database|Access denied|Connection refused|No such file|Unknown MySQL server host)/,
        },
      },
    ],
  }),
  ending({
    id: 'pdo-errmode-exception',
    since: '8.0',
    name: 'Errors of PDO that are thrown',
    before: 'a refused statement returned false, and the page went on',
    after: 'PDO throws a PDOException, which nobody catches',
    fix: 'Correct the statement: it fails on both servers. Until then `PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT` brings the old behaviour back.',
    source: `${migration80}: the default error mode of PDO is exceptions`,
    known: "By an uncaught PDOException for a statement that legacy's server refuses too.",
    signs: [],
  }),
  ending({
    id: 'php-valueerror',
    since: '8.0',
    name: 'A value that a function of PHP refuses',
    before: 'the call printed a warning and returned false or null',
    after: 'it throws a ValueError',
    fix: 'Look at the value before the call: an empty separator, a negative length, an empty list.',
    source: stricterFunctions,
    signs: [{ php: { class: 'ValueError', says: /^/ } }],
  }),
  ending({
    id: 'php-internal-typeerror',
    since: '8.0',
    name: 'A type that a function of PHP refuses',
    before: 'the call printed a warning and returned null',
    after: 'it throws a TypeError',
    fix: 'Look at the type before the call, or cast: `(string) $value`, `$list ?? []`.',
    source: stricterFunctions,
    // A function of the application's says who called it, and threw before 8.0 too.
    signs: [
      { php: { class: 'TypeError', says: /^[\w\\:]+\(\): Argument #\d+ (?:\(\$\w+\) )?must be (?!.*called in )/ } },
      { php: { class: 'TypeError', says: /^[\w\\:]+\(\): supplied .*resource is not a valid / } },
    ],
  }),
  uncompiled({
    id: 'php-curly-offset',
    since: '8.0',
    name: 'Offsets in curly braces',
    before: '`$text{0}` was an offset, as `$text[0]` is',
    after: 'the file does not compile',
    fix: 'Write `$text[0]`.',
    source: `${migration80}: array and string offset access with curly braces`,
    signs: [{ php: { level: 'Fatal error', says: /offset access syntax with curly braces is no longer supported/ } }],
  }),
  uncompiled({
    id: 'php-removed-casts',
    since: '8.0',
    name: 'Casts that are gone',
    before: '`(unset)` and `(real)` worked, with a notice of deprecation',
    after: 'the file does not compile',
    fix: 'Write `null` for `(unset) $value`, and `(float)` for `(real)`.',
    source: `${migration80}: (unset) and (real) casts removed`,
    signs: [{ php: { says: /The \((?:unset|real)\) cast (?:is no longer supported|has been removed)/ } }],
  }),
  uncompiled({
    id: 'php-nested-ternary',
    since: '8.0',
    name: 'Nested ternaries without brackets',
    before: '`a ? b : c ? d : e` was read from the left, with a notice of deprecation',
    after: 'the file does not compile',
    fix: 'Put the inner one in brackets; to keep what 7.4 did: `(a ? b : c) ? d : e`.',
    source: `${migration80}: nested ternary operators require explicit parentheses`,
    signs: [{ php: { says: /^Unparenthesized `a \?(?: b :|:) [bc] \?(?: [cd] :|:) [de]` is not supported/ } }],
  }),
  uncompiled({
    id: 'php-reserved-match',
    since: '8.0',
    name: 'Names that became reserved words',
    before: '`match`, `mixed`, `never` and `readonly` were names',
    after: 'the file does not compile',
    fix: 'Give the function or class another name.',
    source: `${migration80}: match is a reserved keyword; ${migration81}: readonly, never`,
    signs: [
      { php: { says: /^syntax error, unexpected (?:token "(?:match|readonly|never)"|'match' \(T_)/ } },
      {
        php: {
          says: /^Cannot use (?:'(?:mixed|never)' as class name as it is reserved|.+ because '(?:mixed|never)' is a special class name)/i,
        },
      },
    ],
  }),
  uncompiled({
    id: 'php-hash-bracket-comment',
    since: '8.0',
    name: 'Comments that begin with #[',
    before: '`#[` began a comment, as `#` does',
    after: 'it begins an attribute, and what follows does not compile',
    fix: 'Put a blank between them: `# [`.',
    source: `${migration80}: #[ is no longer interpreted as the start of a comment`,
    signs: [
      {
        php: { says: /^syntax error, unexpected .*expecting "]"|^Cannot mix keyed and unkeyed|Attribute (?:class )?"/ },
      },
    ],
  }),
  uncompiled({
    id: 'php-namespace-whitespace',
    since: '8.0',
    name: 'Blanks within the name of a namespace',
    before: '`Foo \\ Bar` was a name',
    after: 'the file does not compile',
    fix: 'Write names of namespaces without blanks: `Foo\\Bar`.',
    source: `${migration80}: RFC "Treat namespaced names as single token"`,
    signs: [
      { php: { says: /^syntax error, unexpected (?:token "\\"|fully qualified name)/ } },
      { php: { says: /^syntax error, unexpected identifier "\w+", expecting "\{"/ } },
    ],
  }),
  uncompiled({
    id: 'php-pdo-subclass-signature',
    since: '8.0',
    name: 'A class of its own over PDO',
    before: 'a method with fewer parameters than PDO has worked',
    after: 'the class cannot be declared',
    fix: 'Declare the method as PDO does: `query(string $query, ?int $fetchMode = null, mixed ...$fetchModeArgs)`.',
    source: `${migration80}: PDO::query() and the signatures of built-in classes`,
    signs: [{ php: { says: /^Declaration of .+ must be compatible with PDO(?:Statement)?::/ } }],
  }),
  uncompiled({
    id: 'php-lsp-fatal',
    since: '8.0',
    name: "A method that does not fit its parent's",
    before: 'a warning said that the declarations should be compatible',
    after: 'the class cannot be declared',
    fix: "Give the method the parameters of its parent's, further ones with default values.",
    source: `${migration80}: RFC "Always generate fatal error for incompatible method signatures"`,
    signs: [{ php: { says: /^Declaration of .+ must be compatible with / } }],
  }),
  uncompiled({
    id: 'php-autoload-removed',
    since: '8.0',
    name: '__autoload()',
    before: 'the function loaded classes, with a notice of deprecation',
    after: 'the file does not compile',
    fix: 'Register a function: `spl_autoload_register(function ($class) { … });`.',
    source: `${migration80}: __autoload() removed`,
    signs: [{ php: { says: /^__autoload\(\) is no longer supported/ } }],
  }),
  uncompiled({
    id: 'php-globals',
    since: '8.1',
    name: '$GLOBALS as a variable',
    before: '`$GLOBALS` could be taken by reference, and a copy of it wrote through',
    after: 'a reference does not compile, and a copy is only a copy',
    fix: 'Write to `$GLOBALS["name"]`, or use `global $name;`.',
    source: `${migration81}: RFC "Restrict $GLOBALS usage"`,
    signs: [
      { php: { says: /^Cannot (?:acquire reference|append) to \$GLOBALS|^\$GLOBALS can only be modified using/ } },
    ],
  }),
]
