/** Keeps what belongs to one session in order, where a mirrored write makes order matter. */
export interface SessionOrder<Job> {
  /** True when the job may run now; else it waits for those of its session before it. */
  readonly enters: (session: string, job: Job) => boolean
  /** The next of the session, now that one ended. */
  readonly leaves: (session: string) => Job | undefined
}

export function sessionOrder<Job>(): SessionOrder<Job> {
  const lines = new Map<string, Job[]>()
  return {
    enters(session, job) {
      const line = lines.get(session)
      if (line === undefined) {
        lines.set(session, [])
        return true
      }
      line.push(job)
      return false
    },
    leaves(session) {
      const line = lines.get(session)
      const next = line?.shift()
      if (next === undefined) lines.delete(session)
      return next
    },
  }
}
