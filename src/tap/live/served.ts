import type { LiveRequest, LogLine, Visit } from './story.js'

/**
 * Knows which process served which request, from php-fpm's access log. A process writes its line when the script is
 * over and before the answer ends (`fpm_main.c`): between two lines of a process there is one request, and what it does
 * until the end of its answer.
 */
export interface Served {
  line(line: LogLine): void
  /** Lines may be missing, because the log was rotated. */
  gap(at: number): void
  /** Finds the requests of new lines, once all requests sent before them are known. */
  resolve(requests: readonly LiveRequest[], toldUntil: number): void
  /** True if the request's line may still come. */
  isAwaited(request: LiveRequest): boolean
  /** Returns the requests whose process began the visit, by the log; undefined while the log does not tell. */
  beginnersOf(visit: Visit): readonly LiveRequest[] | undefined
  forget(now: number): void
}

interface Entry {
  readonly line: LogLine
  /** Requests that it may belong to; undefined until resolved, empty if it belongs to one that Sosie knows nothing of. */
  requests: readonly LiveRequest[] | undefined
}

/** Milliseconds that a script may go on after its answer before its line is written, and that lines are kept. */
const maxMs = 20_000

/** @param mayLinger true if the request's route is known to go on after its answers. */
export function served(mayLinger: (request: LiveRequest) => boolean): Served {
  const ofProcess = new Map<number, Entry[]>()
  let unresolved: Entry[] = []
  let completeFrom = -Infinity
  let isUsed = false

  /**
   * Returns the requests that a line may belong to. A request has one line, or several, while its answer is under way,
   * if the web server asks PHP several times.
   */
  const requestsOf = ({ port, target, after, by }: LogLine, requests: readonly LiveRequest[]): readonly LiveRequest[] =>
    requests.filter(
      (request) =>
        request.ports.includes(port) &&
        request.target.startsWith(target) &&
        request.begun <= by &&
        request.ended + (request.logged === undefined ? maxMs : 0) >= after,
    )

  return {
    line(line) {
      isUsed = true
      const entry: Entry = { line, requests: undefined }
      ofProcess.set(line.pid, [...(ofProcess.get(line.pid) ?? []), entry])
      unresolved.push(entry)
    },
    gap(at) {
      ofProcess.clear()
      unresolved = []
      completeFrom = at
    },
    resolve(requests, toldUntil) {
      while (unresolved[0] !== undefined && unresolved[0].line.by <= toldUntil) {
        const [entry] = unresolved
        entry.requests = requestsOf(entry.line, requests)
        unresolved.shift()
        const [request, ...others] = entry.requests
        if (request === undefined || others.length > 0) continue
        const { pid, after } = entry.line
        const isOne = request.logged === undefined || request.logged.pid === pid
        request.logged = { pid: isOne ? pid : 'several', until: after }
        request.worker = request.logged.pid
      }
    },
    isAwaited: ({ logged }) => isUsed && logged === undefined,
    beginnersOf({ pid, from }) {
      if (pid === undefined || from < completeFrom) return undefined
      const entries = ofProcess.get(pid) ?? []
      const own = entries.findIndex(({ line }) => line.after >= from)
      if (own === -1) return undefined
      // The last script that was over before the visit may have gone on until the end of its answer; earlier ones may not.
      const before = entries.findLastIndex(({ line }) => line.by < from)
      const maybe: LiveRequest[] = []
      for (const { line, requests = [] } of entries.slice(Math.max(before, 0), own + 1)) {
        if (requests.length === 0) return undefined
        maybe.push(...requests.filter((request) => line.after >= from || request.ended >= from || mayLinger(request)))
      }
      const sent = maybe.filter(({ begun }) => begun <= from)
      return sent.length === 0 ? undefined : [...new Set(sent)]
    },
    forget(now) {
      for (const [pid, entries] of ofProcess) {
        const kept = entries.filter(({ line }) => now - line.by < maxMs)
        if (kept.length === 0) ofProcess.delete(pid)
        else ofProcess.set(pid, kept)
      }
    },
  }
}
