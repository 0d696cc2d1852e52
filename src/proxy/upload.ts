import { Readable } from 'node:stream'
import type { ClientRequest } from './forwarder.js'

/**
 * Wraps a client's body in a stream that may be destroyed without hurting the client. When legacy answers before it has
 * read everything (413 is the common case), the sender destroys its source; destroying the request itself would cut the
 * client's connection before the client has read the answer.
 */
export function uploadOf(incoming: ClientRequest): Readable {
  const upload = new Readable({
    read() {
      incoming.resume()
    },
    destroy(error, done) {
      incoming.off('data', push)
      incoming.resume() // the rest is read and dropped, as a client expects of a server that answered early
      done(error)
    },
  })
  const push = (chunk: Buffer): void => {
    if (!upload.push(chunk)) incoming.pause()
  }
  incoming.on('data', push)
  incoming.once('end', () => upload.push(null))
  incoming.once('close', () => {
    if (!incoming.complete) upload.destroy(new Error('the client broke off its request'))
  })
  incoming.once('error', (error: Error) => upload.destroy(error))
  upload.on('error', () => undefined) // the sender has its own listener; without a sender, nobody needs to know
  incoming.pause()
  return upload
}
