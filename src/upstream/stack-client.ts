import type { Socket } from 'node:net'
import { Client, type buildConnector, type Dispatcher } from 'undici'
import { expectAnswer } from './answer-heads.js'

/** What undici documents nowhere but takes: the name for SNI, without which it would follow the Host header; and who carries the request. */
export type StackDispatch = Dispatcher.DispatchOptions & {
  readonly servername: string
  readonly onClient: (client: StackClient) => void
}

/** One connection to a stack after the other, and what undici does not tell of it. */
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

  /** The connection had carried a request before: only then can a reset mean that it had gone stale. */
  get isReused(): boolean {
    return this.carried > 1
  }

  get localPort(): number | undefined {
    return this.connection.socket?.localPort
  }

  /** A request leaves on the connection. */
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
