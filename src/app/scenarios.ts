import { SosieError } from '../base/errors.js'
import type { RecordedFinding, RecordedHead, RecordedRun, RunReader } from '../model/store.js'
import { storeAt } from '../store/stores.js'
import { hasSession, needed, simplestFirst, type Step } from '../replay/export/needed.js'
import { scenarioMaker, type Expected } from '../replay/making/maker.js'
import type { Seen } from '../replay/making/seen.js'
import { visitors } from '../replay/making/visitors.js'
import { unfinishedScenario } from '../replay/scenario-folder.js'
import type { Expectation, Scenario } from '../replay/scenario/model.js'

/** Which requests of a run are wanted. */
export type Wanted =
  | { readonly by: 'run' }
  | { readonly by: 'route'; readonly route: string }
  /** `only`: the pair that is simplest to repeat, or one pair of each route. */
  | { readonly by: 'finding'; readonly finding: string; readonly only: 'simplest' | 'one of each route' }
  /** The whole session to which a request belongs. */
  | { readonly by: 'session'; readonly request: string }

export interface ExportOptions {
  readonly db: string
  /** A run's id, or `latest`. */
  readonly run: string
  readonly wanted: Wanted
  readonly out: string
  /** Maximum number of wanted requests. */
  readonly limit: number
  readonly name?: string
  readonly why?: string
}

export interface ExportSummary {
  readonly scenario: string
  readonly run: string
  /** Number of requests that were asked for, and of those that they need before them. */
  readonly wanted: number
  readonly needed: number
  readonly writes: number
  /** Number of requests whose answer was not kept in full, because both stacks gave the same. A replay cannot compare them without a live legacy. */
  readonly answersNotKept: number
  readonly variables: Readonly<Record<string, string>>
  readonly begunBefore: readonly string[]
  readonly limited: boolean
}

/** The parts of an export, for callers that report more than the summary. */
export interface Exported {
  readonly summary: ExportSummary
  readonly scenario: Scenario
  readonly run: RecordedRun['run']
  readonly finding?: RecordedFinding
}

type RecordedStep = RecordedHead & Step

/** Makes a scenario of what a run recorded. @throws SosieError when nothing matches. */
export async function exportScenario(options: ExportOptions): Promise<Exported> {
  const reader = await storeAt(options.db).openReader()
  const unfinished = unfinishedScenario(options.out)
  try {
    const recorded = await reader.run(options.run)
    const { id } = recorded.run
    const finding = options.wanted.by === 'finding' ? await findingOf(reader, id, options.wanted.finding) : undefined
    const steps = await stepsOf(reader, id)
    const all = await wantedIds(reader, id, steps, options.wanted, finding)
    const wanted = new Set(all.slice(0, options.limit))
    if (wanted.size === 0) throw nothing(options, id, recorded)
    const kept =
      options.wanted.by === 'finding' || options.wanted.by === 'route'
        ? needed(steps, wanted)
        : steps.filter(({ request }) => wanted.has(request.id))
    const maker = scenarioMaker(unfinished.keep)
    for (const step of kept)
      maker.add(await seenOf(reader, step), wanted.has(step.request.id) ? expectedOf(finding) : {})
    const { scenario, begunBefore } = maker.made({ ...about(options, finding, id), ...expectedOfAll(finding) })
    await unfinished.finish(scenario)
    const summary: ExportSummary = {
      scenario: options.out,
      run: id,
      wanted: wanted.size,
      needed: kept.length - wanted.size,
      writes: scenario.exchanges.filter(({ writes }) => writes).length,
      answersNotKept: scenario.exchanges.filter(({ answer }) => answer?.body === undefined).length,
      variables: scenario.variables,
      begunBefore,
      limited: all.length > wanted.size,
    }
    return { summary, scenario, run: recorded.run, ...(finding === undefined ? {} : { finding }) }
  } finally {
    unfinished.discard()
    await reader.close()
  }
}

async function stepsOf(reader: RunReader, run: string): Promise<RecordedStep[]> {
  const visitorOf = visitors()
  const steps: RecordedStep[] = []
  for await (const head of reader.requests(run)) {
    const response = head.answered === undefined ? {} : { response: { status: 0, headers: head.answered } }
    steps.push({ ...head, visitor: visitorOf({ request: head.request, ...response }) })
  }
  return steps
}

async function wantedIds(
  reader: RunReader,
  run: string,
  steps: readonly RecordedStep[],
  wanted: Wanted,
  finding: RecordedFinding | undefined,
): Promise<string[]> {
  switch (wanted.by) {
    case 'run':
      return steps.map(({ request }) => request.id)
    case 'route':
      return distinct(steps.filter(({ route }) => route === wanted.route))
    case 'session': {
      const visitor = steps.find(({ request }) => request.id === wanted.request)?.visitor
      return steps.filter((step) => step.visitor === visitor).map(({ request }) => request.id)
    }
    case 'finding': {
      const shown = new Set(await reader.requestsShowing(run, finding?.id ?? ''))
      const simplest = steps
        .filter(({ request }) => shown.has(request.id))
        .sort((one, other) => simplestFirst(one.request, other.request))
      return wanted.only === 'simplest'
        ? simplest.slice(0, 1).map(({ request }) => request.id)
        : oneOfEachRoute(simplest)
    }
  }
}

/** Drops repeated requests without a body and a session, which prove nothing more. */
function distinct(steps: readonly RecordedStep[]): string[] {
  const seen = new Set<string>()
  return steps.flatMap(({ request, hasBody }) => {
    const key = `${request.method} ${request.target}`
    if (seen.has(key) && !hasBody && !hasSession(request.headers)) return []
    seen.add(key)
    return [request.id]
  })
}

function oneOfEachRoute(steps: readonly RecordedStep[]): string[] {
  const seen = new Set<string>()
  return steps.flatMap(({ route, request }) => {
    if (seen.has(route)) return []
    seen.add(route)
    return [request.id]
  })
}

async function seenOf(reader: RunReader, step: RecordedStep): Promise<Seen> {
  const { request, status, ms, headers, body } = await reader.whole(step)
  if (status === undefined) return { request }
  return {
    request,
    ms,
    response: { status, ...(headers === undefined ? {} : { headers }), ...(body === undefined ? {} : { body }) },
  }
}

/** Returns what to expect of the request that showed the finding. A measured finding is instead expected of the replay as a whole. */
function expectedOf(finding: RecordedFinding | undefined): Expected {
  return finding === undefined || finding.proof === 'measured' ? {} : { expect: absence(finding) }
}

function expectedOfAll(finding: RecordedFinding | undefined): { readonly expect?: Expectation } {
  return finding?.proof === 'measured' ? { expect: absence(finding) } : {}
}

function absence({ cause }: RecordedFinding): Expectation {
  return { causes: [], not: [cause] }
}

function about(
  { name, why, wanted }: ExportOptions,
  finding: RecordedFinding | undefined,
  run: string,
): Pick<Scenario, 'name' | 'why' | 'source'> {
  const what =
    wanted.by === 'route'
      ? wanted.route
      : wanted.by === 'session'
        ? `the session of request ${wanted.request}`
        : `run ${run}`
  return {
    name: name ?? (finding === undefined ? what : finding.cause),
    why: why ?? (finding === undefined ? `Recorded requests of ${what}. Say here what they prove.` : finding.title),
    source: finding === undefined ? `run ${run}` : `finding ${finding.id} of run ${run}`,
  }
}

/** Finds a finding by its id or an unambiguous prefix of it. */
async function findingOf(reader: RunReader, run: string, wanted: string): Promise<RecordedFinding> {
  const found = await reader.finding(run, wanted)
  if (found.length === 1 && found[0] !== undefined && wanted !== '') return found[0]
  const known = (await reader.findings(run, { from: 0, max: 10 })).map(({ id, title }) => `  ${id}  ${title}`)
  const what = found.length > 1 ? `Several findings begin with "${wanted}"` : `Run ${run} has no finding "${wanted}"`
  const next = known.length === 0 ? 'It has none at all.' : `It has:\n${known.join('\n')}`
  throw new SosieError('SOSIE_E_USAGE', `${what}. ${next}`)
}

function nothing({ wanted }: ExportOptions, run: string, { routes }: RecordedRun): SosieError {
  const known = routes.slice(0, 10).map(({ route }) => `  ${route}`)
  switch (wanted.by) {
    case 'route':
      return new SosieError(
        'SOSIE_E_USAGE',
        `Run ${run} recorded no request of the route "${wanted.route}". It has:\n${known.join('\n')}`,
      )
    case 'session':
      return new SosieError(
        'SOSIE_E_USAGE',
        `Run ${run} recorded no request ${wanted.request}. The report names requests by their ids.`,
      )
    case 'finding':
      return new SosieError(
        'SOSIE_E_NO_RUN',
        `The requests that showed the finding were purged from run ${run}. Record it once more.`,
      )
    case 'run':
      return new SosieError('SOSIE_E_NO_RUN', `Run ${run} recorded no request. Choose another with --run.`)
  }
}
