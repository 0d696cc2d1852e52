import { headerOf, type Response } from '../../model/http.js'
import { difference, type Comparator } from '../comparator.js'
import { withoutOwnOrigin } from '../own-origin.js'
import { oneSpelling } from '../../base/percent-encoding.js'

/**
 * Compares the targets of redirects part by part. A target on the stack's own address is the same on both sides, absolute or not; a relative
 * one is resolved against the request (RFC 9110 §10.2.2). Raw and percent-encoded letters are the same, whatever the case of the encoding.
 */
export const redirect: Comparator = {
  *compare({ response: legacy }, { response: candidate }, { hosts, target = '/' }) {
    const [before, after] = [placesOf(legacy, target, hosts.legacy), placesOf(candidate, target, hosts.candidate)]
    if (before === undefined && after === undefined) return
    if (after === undefined) yield difference('redirect', 'missing', 'location', headerOf(legacy.headers, 'location'))
    else if (before === undefined)
      yield difference('redirect', 'added', 'location', undefined, headerOf(candidate.headers, 'location'))
    else {
      for (const name of new Set([...before.keys(), ...after.keys()])) {
        const [old, now] = [before.get(name), after.get(name)]
        if (old === now) continue
        const kind = now === undefined ? 'missing' : old === undefined ? 'added' : 'value'
        yield difference('redirect', kind, name, old, now)
      }
    }
  },
}

/** Host that stands for the stack itself (RFC 2606 reserves `.invalid`). */
const ownHost = 'stack.invalid'

function placesOf({ headers }: Response, target: string, hosts: readonly string[]): Map<string, string> | undefined {
  const location = headerOf(headers, 'location')
  if (location === undefined) return undefined
  const places = new Map<string, string>()
  const spelled = oneSpelling(location)
  try {
    const own = withoutOwnOrigin(spelled, hosts)
    const whole = own === spelled ? spelled : `http://${ownHost}${own}`
    const { protocol, hostname, port, pathname, search, hash } = new URL(whole, `http://${ownHost}${target}`)
    if (hostname !== ownHost) {
      places.set('scheme', protocol.slice(0, -1)).set('host', hostname)
      if (port !== '') places.set('port', port)
    }
    places.set('path', pathname)
    for (const [name, values] of parametersOf(search)) places.set(name, listOf(values))
    if (hash !== '') places.set('fragment', hash.slice(1))
  } catch {
    places.set('path', spelled) // not a URL: kept as it is written
  }
  return places
}

/** Groups the query's values by place. A part without `=` is the query itself, as for front controllers: `/index.php?/list/1,2`. */
function parametersOf(search: string): Map<string, string[]> {
  const parameters = new Map<string, string[]>()
  for (const pair of search.slice(1).split('&')) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    const place = at === -1 ? 'query' : `query.${decoded(pair.slice(0, at))}`
    const values = parameters.get(place)
    if (values === undefined) parameters.set(place, [decoded(pair.slice(at + 1))])
    else values.push(decoded(pair.slice(at + 1)))
  }
  return parameters
}

/** Decodes a part, unless it is not UTF-8: decoding it all the same would make two values of an old charset equal. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '))
  } catch {
    return part
  }
}

function listOf(values: readonly string[]): string {
  return values.length === 1 ? String(values[0]) : JSON.stringify(values)
}
