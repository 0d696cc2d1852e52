import { headerOf } from '../../../model/http.js'
import { isOfFile, pathOf } from '../../file-address.js'
import type { Cause, Claim, Symptoms } from '../../cause.js'

/** A file of its own on legacy, and a page of the application on the candidate. */
export const assetFallthrough: Cause = {
  id: 'infra-asset-fallthrough',
  severity: 'major',
  name: 'A file that the application answers',
  before: 'the web server gave the file, or said that there is none',
  after: 'the request falls through to the front controller, which makes a page of it',
  known:
    'The address ends as that of a file (`.ico`, `.css`, `.js`, a picture); legacy does not answer it with HTML and the candidate does, with status 200. Where a ' +
    'tap saw statements of it, they are counted.',
  fix: 'Put the file on the new stack, or let the web server answer: nginx `try_files $uri =404` for such addresses.',
  source: 'nginx documentation, "try_files"; Apache HTTP Server, "mod_rewrite": RewriteCond !-f',
  explains: 'answer',
  evidence: { statements: { label: 'Statements that it runs' } },
  usersSee: () => 'A page without its style or its icon; and the load of a heavy page for each of them.',
  claims: ({ pair, differences }: Symptoms): readonly Claim[] => {
    const path = pathOf(pair.request.target)
    const [before, after] = [pair.legacy.response, pair.candidate.response]
    if (!isOfFile(path) || before === undefined || after?.status !== 200) return []
    if (isHtml(before.status === 200 ? headerOf(before.headers, 'content-type') : '')) return []
    if (!isHtml(headerOf(after.headers, 'content-type'))) return []
    const statements = pair.candidate.statements.length
    const sighting = {
      cause: 'infra-asset-fallthrough',
      key: pair.route,
      proof: 'signature',
      severity: 'major',
      title: `${path} is a page of the application`,
      evidence: { route: pair.route, statements },
    } as const
    return [{ sighting, explains: differences }]
  },
}

function isHtml(type: string | undefined): boolean {
  return type?.startsWith('text/html') === true
}
