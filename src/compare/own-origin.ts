/**
 * Removes the origin from a URL to the stack's own address, so that it is the same on both sides.
 * @param hosts `host:port` of that stack.
 */
export function withoutOwnOrigin(url: string, hosts: readonly string[]): string {
  const own = hosts.flatMap((host) => [`http://${host}`, `https://${host}`]).find((origin) => beginsWith(url, origin))
  if (own === undefined) return url
  const rest = url.slice(own.length)
  return rest.startsWith('/') ? rest : `/${rest}`
}

function beginsWith(url: string, origin: string): boolean {
  return url.startsWith(origin) && /^(?:[/?#]|$)/.test(url.slice(origin.length))
}
