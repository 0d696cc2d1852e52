import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** What clients offer to switch to, kept while their requests are served as plain ones (ADR 0014). */
export interface UpgradeOffers {
  /** Gives a request that Node took out of HTTP back to its server. @param head bytes that followed its header fields. */
  giveBack(incoming: IncomingMessage, socket: Socket, head: Buffer): void
  /** Returns, once, what this request offers; undefined if there is nothing that legacy should hear of. */
  take(incoming: IncomingMessage): string | undefined
}

/** @param serve makes an HTTP server read requests from a connection. */
export function upgradeOffers(serve: (socket: Socket) => void): UpgradeOffers {
  const offered = new WeakMap<Socket, string>()
  return {
    giveBack(incoming, socket, head) {
      const offer = endToEndProtocols(incoming.headers.upgrade ?? '')
      socket.on('error', ignore)
      whenAnswered(socket, () => {
        socket.off('error', ignore)
        if (!socket.writable) return void socket.destroy()
        if (offer !== '') offered.set(socket, offer)
        socket.setTimeout(0) // set by an earlier answer: it limits how long the connection may idle, not this answer
        socket.unshift(Buffer.concat([headThatOffersNothing(incoming), head]))
        serve(socket)
      })
    },
    take({ socket }) {
      const offer = offered.get(socket)
      offered.delete(socket)
      return offer
    },
  }
}

function ignore(): void {
  // An error is always followed by the end of the connection, which is what counts.
}

/**
 * Returns the protocols that legacy should hear of. Other versions of HTTP and TLS concern one connection only, so they
 * are dropped: legacy would switch with us, not with the client.
 */
function endToEndProtocols(upgrade: string): string {
  const protocols = upgrade.split(',').map((protocol) => protocol.trim())
  return protocols
    .filter((protocol) => protocol !== '' && !/^(?:h2c?|(?:http|tls)(?:\/.*)?)$/i.test(protocol))
    .join(', ')
}

/** Waits for the answers to earlier requests of the connection, which the server that reads on would not know of. */
function whenAnswered(socket: Socket & { readonly _httpMessage?: ServerResponse | null }, then: () => void): void {
  const earlier = socket._httpMessage
  if (earlier === undefined || earlier === null) then()
  else earlier.once('close', () => whenAnswered(socket, then))
}

/** Rebuilds the head as it came, without the option of `Connection` that makes `Upgrade` an offer. */
function headThatOffersNothing({ method = 'GET', url = '/', httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`]
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = [rawHeaders[index], rawHeaders[index + 1]]
    const kept = name.toLowerCase() === 'connection' ? withoutUpgrade(value) : value
    if (kept !== '' || value === '') lines.push(`${name}: ${kept}`)
  }
  return Buffer.from([...lines, '', ''].join('\r\n'), 'latin1')
}

function withoutUpgrade(options: string): string {
  return options
    .split(',')
    .filter((option) => option.trim().toLowerCase() !== 'upgrade')
    .join(',')
}
