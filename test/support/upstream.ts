import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Upstream {
  readonly url: string
  /** Stops at once, as a process that was killed. */
  kill(): Promise<void>
}

/** A real HTTP server on the loopback. @param port a free one without it. */
export async function startUpstream(listener: RequestListener, port = 0): Promise<Upstream> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    kill: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
