import { seatAt, type Seat, type SessionState } from './seat.js'
import type { Server, Side } from './server.js'
import type { LoggedSession } from './sessions.js'

/** A connection to each server, used by one session of the log at a time. */
export interface Lane {
  readonly legacy: Seat
  readonly candidate: Seat
  /** Session that used the lane last: its state is still there. */
  session: LoggedSession | undefined
}

export interface Lanes {
  /** Takes a free lane, the session's own if that is free. There are as many lanes as tasks that may run at once. */
  take(session: LoggedSession): Lane
  giveBack(lane: Lane): void
  giveUpAfter(ms: number): void
  close(): void
}

export function lanesOf(servers: Readonly<Record<Side, Server>>, count: number): Lanes {
  const { legacy, candidate } = servers
  // A log names legacy's databases; the candidate's counterpart of the DSN's database may have another name.
  const onCandidate = (name: string): string => (name === legacy.database ? (candidate.database ?? name) : name)
  const all = Array.from({ length: count }, (): Lane => ({
    legacy: seatAt(legacy, (name) => name),
    candidate: seatAt(candidate, onCandidate),
    session: undefined,
  }))
  const free = [...all]
  const seats = (): Seat[] => all.flatMap((lane) => [lane.legacy, lane.candidate])
  return {
    take(session) {
      const own = free.findIndex((lane) => lane.session === session)
      // The first lane has been free for the longest, so its session is the least likely to come back.
      const [lane] = free.splice(own === -1 ? 0 : own, 1)
      if (lane === undefined) throw new Error('more tasks than lanes')
      lane.session = session
      return lane
    },
    giveBack: (lane) => void free.push(lane),
    giveUpAfter: (ms) => seats().forEach((seat) => seat.giveUpAfter(ms)),
    close: () => seats().forEach((seat) => seat.close()),
  }
}

export function bothMoved(lane: Lane, to: SessionState): void {
  lane.legacy.moved(to)
  lane.candidate.moved(to)
}
