/** True for a matching request. `*` stands for any characters in both path and method; no method means any. */
export type RoutePattern = (method: string, path: string) => boolean

/** Parses `POST /cart/*`, `GET /search` or `/admin/*`. The query is ignored unless the pattern contains a `?`. */
export function routePattern(text: string): RoutePattern {
  const [first = '', second] = text.trim().split(/\s+/, 2)
  const [method, target] = second === undefined ? ['*', first] : [first.toUpperCase(), second]
  const wanted = globOf(target)
  const withQuery = target.includes('?')
  return (asked, path) => (method === '*' || method === asked) && wanted.test(withQuery ? path : withoutQuery(path))
}

/** True when one of the patterns matches. */
export function anyPattern(texts: readonly string[]): RoutePattern {
  const patterns = texts.map(routePattern)
  return (method, target) => patterns.some((pattern) => pattern(method, target))
}

function globOf(text: string): RegExp {
  const escaped = text.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${escaped.join('.*')}$`, 's')
}

function withoutQuery(target: string): string {
  const at = target.indexOf('?')
  return at === -1 ? target : target.slice(0, at)
}
