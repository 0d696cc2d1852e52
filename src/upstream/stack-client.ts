import type { Socket } from 'node:net'
import { Client, type buildConnector, type Dispatcher } from 'undici'
import { expectAnswer } from './answer-heads.js'

/**
 * Options that undici accepts but does not document: the SNI name, which would otherwise follow the Host header, and a callback with the
 * client that carries the request.
 */
export type StackDispatch = Dispatcher.DispatchOptions & {
  readonly servername: string
  readonly onClient: (client: StackClient) => void
}

/** An undici client (one connection at a time) that also exposes what undici hides about the connection. */
export class StackClient extends Client {
  private carried = 0
  private readonly connection: { socket?: Socket }

  constructor(origin: URL, options: Client.Options) {
    const connection: { socket?: Socket } = {}
    const connect = options.connect as buildConnector.connector
    super(origin, {
      ...options,
      connect: (asked, done) =>
        connect(asked, (...[error, connected]) => {
          if (connected !== null) connection.socket = connected
          done(...([error, connected] as Parameters<typeof done>))
        }),
    })
    this.connection = connection
    this.on('disconnect', () => (this.carried = 0))
  }

  /** True when the connection carried an earlier request: only then can a reset mean that it had gone stale. */
  get isReused(): boolean {
    return this.carried > 1
  }

  get localPort(): number | undefined {
    return this.connection.socket?.localPort
  }

  /** Called when a request is sent on the connection. */
  sends(): void {
    const { socket } = this.connection
    if (socket !== undefined) expectAnswer(socket)
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    this.carried += 1
    ;(options as StackDispatch).onClient(this)
    return super.dispatch(options, handler)
  }
}
