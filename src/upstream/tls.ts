import { isIP } from 'node:net'
import { buildConnector } from 'undici'

/** How a stack is reached over TLS; ignored for a plain http:// origin. */
export interface UpstreamTls {
  /** PEM text of the authority that signed the stack's certificate; the system's own ones without it. */
  readonly ca?: string
  /** Name that the certificate must be for, and that is sent as SNI; the URL's host without it. */
  readonly servername?: string
  /** False only when the user asked for it in so many words. */
  readonly verify: boolean
}

/** Node's names of the same. No SNI for an address: RFC 6066 §3 allows names only. */
export function tlsOptions(origin: URL, { ca, servername, verify }: UpstreamTls) {
  const name = servername ?? (isIP(hostOf(origin)) === 0 ? hostOf(origin) : undefined)
  return {
    rejectUnauthorized: verify,
    ...(name === undefined ? {} : { servername: name }),
    ...(ca === undefined ? {} : { ca }),
  }
}

/**
 * Connects to one origin by that name, whatever the Host of the request that is to be sent: undici would follow the Host, and
 * change the connection with it.
 *
 * @param timeoutMs for connecting.
 */
export function connectorTo(origin: URL, tls: UpstreamTls, timeoutMs: number): buildConnector.connector {
  const options = tlsOptions(origin, tls)
  const connect = buildConnector({ ...options, timeout: timeoutMs })
  return (asked, done) => {
    const to = { ...asked }
    delete to.servername
    connect(to, done)
  }
}

/** Without the brackets of an IPv6 address. */
export function hostOf(origin: URL): string {
  return origin.hostname.replace(/^\[|\]$/g, '')
}
