import { headerOf } from '../../../model/http.js'
import type { Difference } from '../../../model/difference.js'
import type { Sighting } from '../../../model/finding.js'
import type { ReadPair } from '../../../compare/read/pair.js'
import { isOfFile, pathOf } from '../../file-address.js'
import type { Cause, Claim, Symptoms } from '../../cause.js'

/** An address that the web server of the new stack treats otherwise, before PHP is asked. */
export const answeredElsewhere: Cause = {
  id: 'infra-htaccess',
  severity: 'critical',
  name: 'Rules of the web server that did not come along',
  before: 'rewrite rules, passwords and redirects of the old web server (.htaccess) applied',
  after: 'the new web server does not know them: a pretty address is not found, or what was locked is open',
  known:
    'Legacy answers well and the candidate with 404 or 403, and a tap saw that it ran no statement while legacy ran some; or legacy answers 401 or 403 and the ' +
    'candidate 200. A file that is not found is `infra-local-uploads`; a redirect of an address to itself is `infra-http2-host-scheme`.',
  fix: 'Port the rules to the new web server: `try_files` for pretty addresses, `auth_basic` for locked folders, `return 301` for redirects.',
  source: 'Apache HTTP Server, ".htaccess files"; nginx documentation, "Converting rewrite rules"',
  explains: 'answer',
  evidence: { legacyStatus: { label: 'Status on legacy' }, candidateStatus: { label: 'Status on the candidate' } },
  usersSee: () => 'A page that is not found; or everybody sees what was locked.',
  claims: ({ pair, differences }: Symptoms): readonly Claim[] => {
    const status = differences.find(({ part }) => part === 'status')
    const found = status === undefined ? undefined : whatHappened(pair, status)
    return found === undefined ? [] : [{ sighting: sightingOf(found, pair), explains: differences }]
  },
}

interface Happened {
  readonly cause: 'infra-htaccess' | 'infra-local-uploads' | 'infra-http2-host-scheme'
  readonly severity: Sighting['severity']
  readonly what: string
}

function whatHappened(pair: ReadPair, { legacy = '', candidate = '' }: Difference): Happened | undefined {
  const path = pathOf(pair.request.target)
  const [before, after] = [Number(legacy), Number(candidate)]
  if ((before === 401 || before === 403) && after === 200)
    return { cause: 'infra-htaccess', severity: 'critical', what: 'is open to everybody' }
  if (before >= 400) return undefined
  if (after >= 300 && after < 400 && leadsToItself(pair, path))
    return { cause: 'infra-http2-host-scheme', severity: 'critical', what: 'is redirected to itself' }
  if (after !== 404 && after !== 403) return undefined
  if (isOfFile(path)) return { cause: 'infra-local-uploads', severity: 'major', what: 'is not there' }
  return ranNothing(pair) ? { cause: 'infra-htaccess', severity: 'critical', what: 'is not found' } : undefined
}

function leadsToItself(pair: ReadPair, path: string): boolean {
  const location = headerOf(pair.candidate.response?.headers ?? [], 'location')
  return location !== undefined && pathOf(location.replace(/^https?:\/\/[^/]+/i, '')) === path
}

/** True when legacy's code ran, as far as a tap tells, and the candidate's did not. */
function ranNothing({ candidate, legacy, control }: ReadPair): boolean {
  const ran = [legacy, control].some((leg) => (leg?.statements.length ?? 0) > 0)
  return candidate.attribution === 'exact' && candidate.statements.length === 0 && ran
}

function sightingOf({ cause, severity, what }: Happened, pair: ReadPair): Sighting {
  return {
    cause,
    key: pair.route,
    proof: 'signature',
    severity,
    title: `${pair.route} ${what}`,
    evidence: {
      route: pair.route,
      legacyStatus: pair.legacy.response?.status ?? null,
      candidateStatus: pair.candidate.response?.status ?? null,
    },
  }
}
