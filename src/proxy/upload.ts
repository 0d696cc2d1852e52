import { Readable } from 'node:stream'
import type { ClientRequest } from './forwarder.js'

/**
 * A client's body as a stream that may be destroyed without hurting the client: when legacy answers before it has read all (413
 * is the common case), whoever sends destroys its source, and the source's own destruction would cut the client's connection
 * before it has heard the answer.
 */
export function uploadOf(incoming: ClientRequest): Readable {
  const upload = new Readable({
    read() {
      incoming.resume()
    },
    destroy(error, done) {
      incoming.off('data', push)
      incoming.resume() // what still comes is read and dropped, as the client expects of a server that answered early
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
  upload.on('error', () => undefined) // whoever sends it hears of it; when nobody does any more, it is no news
  incoming.pause()
  return upload
}
