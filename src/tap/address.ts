/** Where a tap listens, or finds its database: TCP, or the path of a unix socket. */
export type Address = { readonly host: string; readonly port: number } | { readonly path: string }

export function wordsFor(address: Address): string {
  return 'path' in address ? address.path : `${address.host}:${address.port}`
}
