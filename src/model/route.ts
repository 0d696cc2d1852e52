/** Query parameters by which front controllers choose the page. They belong to the route. */
const routingParameters = new Set('page route r action controller module option view task do p'.split(' '))

/** In this order: the first that fits a path segment names it. */
const segmentTemplates: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}-\d{2}-\d{2}$/, '{date}'],
  [/^\d+$/, '{id}'],
  [/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i, '{uuid}'],
  [/^(?=.*\d)[0-9a-f]{16,}$/i, '{hash}'],
  [/^[^@/]+@[^@/]+\.[a-z]{2,}$/i, '{email}'],
]

/**
 * Method and path with what varies templated: `GET /product/{id}`; for front controllers with the routing parameter:
 * `GET /index.php?page=cart`. A pure function of the request: the same request has the same route in every run.
 */
export function routeOf(method: string, target: string): string {
  const [path, query] = splitOnce(target, '?')
  const templated = path.split('/').map(templateOf).join('/')
  const routing = routingPart(query)
  return `${method} ${templated}${routing === '' ? '' : `?${routing}`}`
}

function templateOf(segment: string): string {
  const plain = decoded(segment)
  return segmentTemplates.find(([pattern]) => pattern.test(plain))?.[1] ?? segment
}

function routingPart(query: string): string {
  return [...new URLSearchParams(query)]
    .filter(([name]) => routingParameters.has(name))
    .map(([name, value]) => `${name}=${templateOf(value)}`)
    .join('&')
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment // not valid percent-encoding: old sites send it, and it is a segment all the same
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
