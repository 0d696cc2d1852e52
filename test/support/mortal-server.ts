import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** Stands before a server, and can go away as one does that crashes: every connection is reset, none is taken. */
export interface MortalServer {
  readonly port: number
  /** Resolves when the server has answered with so many bytes. */
  answered(bytes: number): Promise<void>
  die(): Promise<void>
  comeBack(): Promise<void>
}

export async function mortalServer(targetPort: number): Promise<MortalServer> {
  const sockets = new Set<Socket>()
  let bytesSoFar = 0
  let server = await listen(0)
  const { port } = server.address() as AddressInfo

  function listen(at: number): Promise<Server> {
    const fresh = createServer((client) => {
      const target = connect(targetPort, '127.0.0.1')
      for (const socket of [client, target]) {
        sockets.add(socket)
        socket.on('error', () => undefined).once('close', () => sockets.delete(socket))
      }
      client.pipe(target).pipe(client)
      target.on('data', (chunk: Buffer) => (bytesSoFar += chunk.length))
      client.once('close', () => target.destroy())
      target.once('close', () => client.destroy())
    })
    return new Promise((resolve) => fresh.listen(at, '127.0.0.1', () => resolve(fresh)))
  }

  return {
    port,
    async answered(bytes) {
      while (bytesSoFar < bytes) await new Promise((resolve) => setTimeout(resolve, 10))
    },
    die: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.resetAndDestroy()
      }),
    async comeBack() {
      server = await listen(port)
    },
  }
}
