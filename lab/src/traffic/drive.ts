import { journeys, type Journey, type Step } from './journeys.js'

export interface TrafficSummary {
  readonly requests: number
  readonly byStatus: Readonly<Record<string, number>>
  /** Requests that got no answer at all. */
  readonly failures: number
}

export interface TrafficOptions {
  readonly baseUrl: string
  /** Number of journeys that run at once. */
  readonly users: number
  /** How often each journey is made. */
  readonly rounds: number
  /** When aborted, users start no further journeys. */
  readonly signal?: AbortSignal
}

/** Sends deterministic traffic: the same journeys in the same order, several at once. */
export async function driveTraffic({ baseUrl, users, rounds, signal }: TrafficOptions): Promise<TrafficSummary> {
  const waiting = Array.from({ length: rounds }, () => journeys).flat()
  const byStatus: Record<string, number> = {}
  let failures = 0
  const count = (status: number | undefined): void => {
    if (status === undefined) failures += 1
    else byStatus[status] = (byStatus[status] ?? 0) + 1
  }
  const user = async (): Promise<void> => {
    for (let journey = waiting.shift(); journey !== undefined; journey = waiting.shift()) {
      if (signal?.aborted === true) return
      await travel(baseUrl, journey, count)
    }
  }
  await Promise.all(Array.from({ length: users }, user))
  const answered = Object.values(byStatus).reduce((sum, n) => sum + n, 0)
  return { requests: answered + failures, byStatus, failures }
}

async function travel(baseUrl: string, journey: Journey, count: (status: number | undefined) => void): Promise<void> {
  const visit = { cookie: '', token: '', id: '', location: '' }
  for (const step of journey.steps) count(await ask(baseUrl, journey.userAgent, step, visit))
}

/** What a browser keeps between two steps: a session cookie, the last form's hidden fields, and where the last answer redirected to. */
interface Visit {
  cookie: string
  token: string
  id: string
  location: string
}

async function ask(baseUrl: string, userAgent: string, step: Step, visit: Visit): Promise<number | undefined> {
  const filled = (text: string): string => text.replace('{id}', visit.id).replace('{location}', visit.location)
  try {
    const answer = await fetch(`${baseUrl}${filled(step.path)}`, {
      method: step.method,
      redirect: 'manual',
      headers: { 'user-agent': userAgent, ...(visit.cookie === '' ? {} : { cookie: visit.cookie }) },
      ...(step.form === undefined ? {} : { body: formOf(step.form, visit.token, filled) }),
    })
    const page = await answer.text()
    visit.cookie = answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? visit.cookie
    visit.token = hiddenIn(page, 'csrf_token') ?? visit.token
    visit.id = hiddenIn(page, 'id') ?? visit.id
    visit.location = answer.headers.get('location') ?? visit.location
    return answer.status
  } catch {
    return undefined
  }
}

function formOf(fields: NonNullable<Step['form']>, token: string, filled: (text: string) => string): URLSearchParams {
  const form = new URLSearchParams({ csrf_token: token })
  for (const [name, value] of Object.entries(fields)) form.set(name, filled(value))
  return form
}

function hiddenIn(page: string, name: string): string | undefined {
  return new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1]
}
