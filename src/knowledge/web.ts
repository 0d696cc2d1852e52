import type { KnownChange } from './known-change.js'

type Row = Omit<KnownChange, 'area' | 'since'>

/** A change that neither PHP nor MySQL makes, but the way in which the new stack is set up. */
const setUp = (row: Row): KnownChange => ({ area: 'web', since: 'the new set-up', ...row })

/** What moves with the servers around PHP and MySQL. */
export const webChanges: readonly KnownChange[] = [
  setUp({
    id: 'infra-cookie-scope',
    severity: 'major',
    name: 'Where and how a cookie is sent',
    before: 'the cookie had a certain Domain, Path, Secure, HttpOnly or SameSite',
    after: 'it has another: browsers keep it elsewhere, or send it less often',
    fix: 'Set the attributes in PHP (`session_set_cookie_params()`, `setcookie()`), and tell PHP when TLS ends before it (`X-Forwarded-Proto`).',
    source: 'RFC 6265, section 4.1.2',
    usersSee: 'A login or a basket that is lost on another host, or behind TLS.',
    signs: [{ difference: { part: 'cookies', path: /; (?:Domain|Path|Secure|HttpOnly|SameSite)$/i } }],
  }),
  setUp({
    id: 'infra-cache-headers',
    severity: 'minor',
    name: 'What caches may keep',
    before: 'the answer had certain fields for caches',
    after: 'it has others: what was cached is asked anew, or what is private may be kept',
    fix: 'Set Cache-Control as it was, in PHP (`session_cache_limiter()`) or in the web server.',
    source: 'RFC 9111, section 5',
    usersSee: 'Slower pages, or pages of somebody else.',
    signs: [
      {
        difference: {
          part: 'headers',
          path: /^(?:cache-control|vary|expires|pragma|age|surrogate-control|x-cache\S*|cdn-cache-control)$/i,
        },
      },
    ],
  }),
  setUp({
    id: 'infra-http2-host-scheme',
    severity: 'major',
    name: 'Addresses with http in place of https',
    before: 'the page and its redirects led to https addresses',
    after: 'they lead to http ones: TLS ends before PHP, which does not know',
    fix: 'Pass `X-Forwarded-Proto` on, and set `$_SERVER["HTTPS"]` from it (nginx: `fastcgi_param HTTPS $https_from_proxy`).',
    source: 'RFC 7239, section 5.4',
    usersSee: 'Warnings of the browser, or redirects without end.',
    signs: [
      { difference: { part: 'body', kind: 'value', change: (legacy, candidate) => isOtherScheme(legacy, candidate) } },
      {
        difference: { part: 'headers', kind: 'value', change: (legacy, candidate) => isOtherScheme(legacy, candidate) },
      },
      { difference: { part: 'redirect', change: (legacy, candidate) => isOtherScheme(legacy, candidate) } },
    ],
  }),
  setUp({
    id: 'infra-local-uploads',
    severity: 'major',
    name: 'Files that did not come along',
    before: 'the picture or download was there',
    after: 'it is not found: uploads lie on the old server, or in a folder that the new one does not share',
    fix: 'Copy the uploads, and keep them in a place that all servers share (object storage, NFS).',
    source: 'The Twelve-Factor App, "Processes": no local state',
    usersSee: 'A picture that is missing, a download that fails.',
    known: 'By an address of a file that legacy answers and the candidate does not find.',
    signs: [],
  }),
  setUp({
    id: 'infra-timezone-default',
    severity: 'major',
    name: 'The time zone of PHP',
    before: 'times were those of the time zone that legacy is set to',
    after: 'they have another offset: `date.timezone` is another, or not set',
    fix: 'Set `date.timezone`, to the same on both stacks.',
    source: 'PHP Manual, "Date/Time: Runtime Configuration", date.timezone',
    usersSee: 'Times that are off by hours; a day that begins too late.',
    signs: [
      {
        difference: { part: 'body', kind: 'value', change: (legacy, candidate) => isShiftedByHours(legacy, candidate) },
      },
    ],
  }),
]

function isOtherScheme(legacy: string, candidate: string): boolean {
  return legacy !== candidate && legacy.replaceAll('https://', 'http://') === candidate
}

/** True when the texts differ in times only, and all of these by the same number of hours, or in the offset that is written behind them. */
function isShiftedByHours(legacy: string, candidate: string): boolean {
  const time = /\b(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?(?: ?(?:Z|UTC|GMT|CES?T|[+-]\d\d:?\d\d))?/g
  const day = /\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b/g
  if (
    legacy === candidate ||
    legacy.replace(time, '#').replace(day, '@') !== candidate.replace(time, '#').replace(day, '@')
  )
    return false
  const [before, after] = [[...legacy.matchAll(time)], [...candidate.matchAll(time)]]
  const shifts = before.map((found, at) => shiftOf(found, after[at]))
  return before.length > 0 && shifts.every((shift) => shift !== undefined && shift === shifts[0])
}

/** Returns the whole hours between two times; undefined if minutes or seconds differ. */
function shiftOf(
  [, hour = '', minute, second]: RegExpExecArray,
  other: RegExpExecArray | undefined,
): number | undefined {
  if (other === undefined || other[2] !== minute || other[3] !== second) return undefined
  return (Number(other[1]) - Number(hour) + 24) % 24
}
