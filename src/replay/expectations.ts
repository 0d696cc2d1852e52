import { routeOf } from '../model/route.js'
import type { ReportedFinding, ReportedRoute } from '../model/report.js'
import type { AnswersSeen } from './seen-answers.js'
import type { ExchangeExpectation, Expectation, Scenario, ScenarioExchange } from './scenario/model.js'

/** What a replay found, as far as a scenario can expect it. */
export interface Outcome {
  readonly findings: readonly Pick<ReportedFinding, 'cause' | 'routes' | 'title'>[]
  readonly routes: readonly Pick<ReportedRoute, 'route' | 'ratio' | 'pairs'>[]
  readonly answersTo: (exchange: ScenarioExchange) => AnswersSeen
}

/** Returns what a scenario expected that was not met, a sentence each, without duplicates; empty if all was met. */
export function unmetExpectations(scenario: Scenario, outcome: Outcome): string[] {
  const whole = { where: `"${scenario.name}"`, routes: new Set(scenario.exchanges.map(routeOfExchange)) }
  const sentences = [
    ...(scenario.expect === undefined ? [] : unmet(scenario.expect, whole, outcome)),
    ...scenario.exchanges.flatMap((exchange) => ofExchange(scenario, exchange, outcome)),
  ]
  return [...new Set(sentences)] // once for requests that are repeated
}

interface Scope {
  readonly where: string
  readonly routes: ReadonlySet<string>
}

function ofExchange({ name }: Scenario, exchange: ScenarioExchange, outcome: Outcome): string[] {
  const { expect, method, target } = exchange
  if (expect === undefined) return []
  const where = `"${name}", ${method} ${target}`
  return [
    ...ofAnswers(expect, outcome.answersTo(exchange)).map((says) => `${where}: the candidate ${says}.`),
    ...unmet(expect, { where, routes: new Set([routeOfExchange(exchange)]) }, outcome),
  ]
}

/** Returns sentences without their subject, the candidate. */
function ofAnswers({ status, lacks }: ExchangeExpectation, { statuses, held, failures }: AnswersSeen): string[] {
  const others = status === undefined ? [] : [...statuses].filter((each) => each !== status)
  const asked = status !== undefined || lacks !== undefined
  return [
    ...others.map((other) => `answers ${other}, expected was ${status ?? ''}`),
    ...[...held].map((text) => `holds ${JSON.stringify(text)}, which it must not`),
    ...(asked ? [...failures].map((kind) => `gives no answer (${kind})`) : []),
  ]
}

function unmet({ causes, not, ratio }: Expectation, { where, routes }: Scope, outcome: Outcome): string[] {
  const there = outcome.findings.filter((finding) => finding.routes.some(({ route }) => routes.has(route)))
  const missing = causes.filter((cause) => !there.some((finding) => finding.cause === cause))
  const unwanted = there.filter((finding) => not.includes(finding.cause))
  return [
    ...missing.map((cause) => `${where}: ${cause} was expected and not found.`),
    ...unwanted.map(({ cause, title }) => `${where}: ${cause} must not be found, but was: ${title}.`),
    ...(ratio === undefined ? [] : tooSlow(ratio.max, where, routes, outcome)),
  ]
}

function tooSlow(max: number, where: string, routes: ReadonlySet<string>, outcome: Outcome): string[] {
  return outcome.routes
    .filter(({ route }) => routes.has(route))
    .flatMap(({ route, ratio, pairs }) => {
      // What cannot be judged must not pass as met.
      if (ratio === null)
        return [`${where}: ${route} was timed too seldom to say how long it takes (${pairs} compared). Give --loops.`]
      if (ratio.low <= max) return []
      return [`${where}: ${route} takes ${ratio.median.toFixed(1)} times as long, at the most ${max} was expected.`]
    })
}

function routeOfExchange({ method, target }: ScenarioExchange): string {
  return routeOf(method, target)
}
