import fc from 'fast-check'

/**
 * A site in small, for the tap on live legacy: requests through a web server to PHP processes, their connections to the database,
 * and what of it the tap hears, and when. The truth stands in the statements: each is the id of the request that asked it.
 */
export interface Plan {
  readonly workers: number
  /** Milliseconds that requests are told late, at the most. */
  readonly tellingMs: number
  /** Milliseconds between two looks into PHP's log; undefined: there is none. */
  readonly logMs: number | undefined
  /** Milliseconds until a process is found; undefined: processes are not looked for. */
  readonly findingMs: number | undefined
  readonly requests: readonly PlannedRequest[]
}

export interface PlannedRequest {
  /** Milliseconds after the one before. */
  readonly wait: number
  /** The web server answers by itself. */
  readonly isStatic: boolean
  /** Until a process takes it. */
  readonly accepted: number
  readonly length: number
  /** After the script, before the end of the answer. */
  readonly shutdown: number
  /** Goes on after its answer, and its route does so always. */
  readonly isLate: boolean
  /** Shares of its script: when it opens a connection, when it asks for the last time. */
  readonly connections: readonly (readonly [number, number])[]
  /** It asks once more after the script, as sessions in a database do. */
  readonly asksAtShutdown: boolean
  /** Over a connection that its process keeps from request to request, without a word. */
  readonly isKept: boolean
  readonly isFound: boolean
}

/** In steps of a hundredth: evenly spread, where doubles would be tiny for the most part. */
function between(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min: min * 100, max: max * 100 }).map((steps) => steps / 100)
}
const share = between(0, 1)

export const plans: fc.Arbitrary<Plan> = fc.record({
  workers: fc.integer({ min: 1, max: 4 }),
  tellingMs: between(0, 12),
  logMs: fc.option(between(0.5, 6), { nil: undefined }),
  findingMs: fc.option(between(0, 6), { nil: undefined }),
  requests: fc.array(
    fc.record({
      wait: between(0, 10),
      isStatic: chance(0.15),
      accepted: between(0, 4),
      length: between(1, 30),
      shutdown: between(0, 2),
      isLate: chance(0.1),
      connections: fc.array(fc.tuple(share, share), { maxLength: 2 }),
      asksAtShutdown: chance(0.15),
      isKept: chance(0.05),
      isFound: chance(0.95),
    }),
    { minLength: 5, maxLength: 120, size: 'max' },
  ),
})

function chance(of: number): fc.Arbitrary<boolean> {
  return share.map((value) => value < of)
}

/** What the tap may hear, in its words. */
export interface Hearer {
  begun(id: string, route: string, at: number): void
  sent(id: string, port: number, at: number): void
  ended(id: string, at: number): void
  /** Returns the number of the visit. */
  visit(at: number): number
  found(visit: number, pid: number | undefined, socket: string): void
  statement(visit: number, sql: string, at: number): void
  visitEnded(visit: number): void
  logged(line: { pid: number; port: number; target: string; after: number; by: number }): void
  /** Every few milliseconds. */
  tick(at: number): void
}

export interface Truth {
  readonly id: string
  readonly statements: number
  /** Nobody can know all of it when its answer ends. */
  readonly goesOn: boolean
}

/** Plays the plan to its end. Returns the truth. */
export function play(plan: Plan, hearer: Hearer): readonly Truth[] {
  const events: { readonly at: number; readonly run: () => void }[] = []
  const on = (at: number, run: () => void): void => void events.push({ at, run })
  const free = Array.from({ length: plan.workers }, () => 0)
  const kept = new Map<number, { number: number }>()
  const ports: number[] = []
  const lines: { at: number; pid: number; port: number; target: string }[] = []
  const truths: Truth[] = []
  const marks: { at: number; run: () => void }[] = []
  let clock = 0

  const opened = (at: number, pid: number, socket: string, isFound: boolean): { number: number } => {
    const visit = { number: 0 }
    on(at, () => (visit.number = hearer.visit(at)))
    if (plan.findingMs !== undefined)
      on(at + plan.findingMs, () => hearer.found(visit.number, isFound ? pid : undefined, socket))
    return visit
  }

  plan.requests.forEach((request, index) => {
    clock += request.wait
    const [id, begun] = [`r${index}`, clock]
    const port = ports.findIndex((until) => until < begun)
    const own = port === -1 ? ports.length : port
    const target = '/'
    let statements = 0
    const asks = (visit: { number: number }, at: number): void => {
      statements += 1
      on(at, () => hearer.statement(visit.number, id, at))
    }
    let ended = begun + request.length
    if (!request.isStatic) {
      const worker = free.indexOf(Math.min(...free))
      const from = Math.max(begun + request.accepted, free[worker] ?? 0) + 0.01
      // PHP waits for the greeting, and that for the process to be found.
      const held = plan.findingMs ?? 0
      const script = from + request.length + held * request.connections.length
      const over = script + request.shutdown + 0.02
      const socket = `s${index}`
      let last: { number: number } | undefined
      for (const [start, end] of request.connections) {
        // A request opens its connections before its answer ends.
        const at = from + start * request.length * (request.isLate ? 0.4 : 1)
        const visit = opened(at, worker, socket, request.isFound)
        asks(visit, at + held)
        asks(visit, Math.max(at + held, from + held + end * request.length))
        on(over - 0.005, () => hearer.visitEnded(visit.number))
        last = visit
      }
      if (request.isKept) {
        const known = kept.get(worker) ?? opened(from, worker, socket, request.isFound)
        kept.set(worker, known)
        asks(known, from + held + 0.005)
      }
      if (request.asksAtShutdown && last !== undefined) asks(last, script + request.shutdown / 2 + 0.01)
      lines.push({ at: script, pid: worker, port: own, target })
      free[worker] = over + 0.01
      ended = request.isLate ? from + (script - from) / 2 : over + 0.005
    }
    ports[own] = ended
    truths.push({ id, statements, goesOn: request.isLate || request.isKept })
    const route = request.isLate ? 'late' : 'plain'
    marks.push({ at: begun, run: () => hearer.begun(id, route, begun) })
    marks.push({ at: begun + 0.001, run: () => hearer.sent(id, own, begun + 0.001) })
    marks.push({ at: ended, run: () => hearer.ended(id, ended) })
  })

  marks.sort((one, other) => one.at - other.at)
  // Told in their order, in batches, each as late as the plan has it.
  for (const { at, run } of marks) on(plan.tellingMs < 0.1 ? at : Math.ceil(at / plan.tellingMs) * plan.tellingMs, run)
  const end = Math.max(...events.map(({ at }) => at)) + 300
  if (plan.logMs !== undefined && plan.findingMs !== undefined)
    for (let by = plan.logMs; by < end; by += plan.logMs) {
      const after = by - plan.logMs
      const read = lines.filter(({ at }) => at > after && at <= by).sort((one, other) => one.at - other.at)
      for (const { pid, port, target } of read) on(by, () => hearer.logged({ pid, port, target, after, by }))
    }
  for (let at = 5; at < end; at += 5) on(at + 0.003, () => hearer.tick(at + 0.003))
  events.sort((one, other) => one.at - other.at)
  for (const { run } of events) run()
  return truths
}
