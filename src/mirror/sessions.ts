import { isSafeMethod, type Headers, type Request } from '../model/http.js'
import { sessionsSent, sessionsSet } from './translate.js'

/** Remembers which client sessions hold a state on legacy that the other legs cannot have. */
export interface Sessions {
  /** True when the request belongs to such a session: its pair cannot be compared. Sees every request, mirrored or not. */
  readonly diverged: (request: Pick<Request, 'method' | 'headers'>, answer: Headers) => boolean
}

/**
 * A session diverges with its first unsafe method (a login is one), or when legacy gives it a new id, as a login does; the
 * new id diverges with it. Sessions are not translated yet, so nothing heals one.
 *
 * @param most sessions that are remembered; the oldest is forgotten first, so that memory stays bounded.
 */
export function sessionTracker(most = 100_000): Sessions {
  const divergedSessions = new Set<string>()

  const remember = (session: string): void => {
    divergedSessions.delete(session)
    divergedSessions.add(session)
    const [oldest] = divergedSessions
    if (divergedSessions.size > most && oldest !== undefined) divergedSessions.delete(oldest)
  }

  return {
    diverged(request, answer) {
      const sent = sessionsSent(request.headers)
      const set = sessionsSet(answer)
      if (sent.length === 0 && (set.length === 0 || isSafeMethod(request.method))) return false
      const diverged =
        !isSafeMethod(request.method) || renewed(sent, set) || sent.some((session) => divergedSessions.has(session))
      if (diverged) for (const session of [...sent, ...set]) remember(session)
      return diverged
    },
  }
}

/** The same cookie with another value: what `session_regenerate_id()` sends. The same value again is only a longer life. */
function renewed(sent: readonly string[], set: readonly string[]): boolean {
  return set.some((cookie) => !sent.includes(cookie) && sent.some((before) => nameOf(before) === nameOf(cookie)))
}

function nameOf(cookie: string): string {
  return cookie.split('=', 1)[0] ?? ''
}
