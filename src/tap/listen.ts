import { rm } from 'node:fs/promises'
import { connect, type Server } from 'node:net'
import type { Address } from './address.js'

/** The kernel's limit (unix(7), sun_path, less its terminator). */
const maxPathLength = 107

/** Listens, or rejects with a reason that a person can read. Replaces a socket file that a dead process left behind. */
export async function listenOn(server: Server, address: Address): Promise<void> {
  if (!('path' in address)) return listening(server, address)
  if (Buffer.byteLength(address.path) > maxPathLength)
    throw new Error(`the path of a unix socket may have ${maxPathLength} bytes`)
  // PHP runs as a different user than we do, so the socket is open to all, as MySQL's own is.
  const options = { path: address.path, readableAll: true, writableAll: true }
  try {
    await listening(server, options)
  } catch (error) {
    if (!isTaken(error) || (await answers(address.path))) throw error
    await rm(address.path)
    await listening(server, options)
  }
}

function listening(server: Server, options: Parameters<Server['listen']>[0]): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(options, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
