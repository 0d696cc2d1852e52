/** Keeps the jobs of a session in order, which matters once writes are mirrored. */
export interface SessionOrder<Job> {
  /** True if the job may run now; otherwise it waits for earlier jobs of its session. */
  readonly enters: (session: string, job: Job) => boolean
  /** Ends a job of the session and returns the next one, if any. */
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
