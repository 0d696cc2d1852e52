import { isIP } from 'node:net'
import { buildConnector } from 'undici'

/** TLS settings for reaching a stack; ignored for a plain http:// origin. */
export interface UpstreamTls {
  /** PEM text of the authority that signed the stack's certificate; without it, the system's authorities apply. */
  readonly ca?: string
  /** Name that the certificate must be for and that is sent as SNI; without it, the URL's host. */
  readonly servername?: string
  /** False only when the user explicitly asked for it. */
  readonly verify: boolean
}

/** Translates to Node's options. There is no SNI for an IP address, because RFC 6066 §3 allows names only. */
export function tlsOptions(origin: URL, { ca, servername, verify }: UpstreamTls) {
  const name = servername ?? (isIP(hostOf(origin)) === 0 ? hostOf(origin) : undefined)
  return {
    rejectUnauthorized: verify,
    ...(name === undefined ? {} : { servername: name }),
    ...(ca === undefined ? {} : { ca }),
  }
}

/**
 * Connects to one origin by that name, whatever the request's Host: undici would follow the Host, and change the connection with it.
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

/** Returns the host, without the brackets of an IPv6 address. */
export function hostOf(origin: URL): string {
  return origin.hostname.replace(/^\[|\]$/g, '')
}
