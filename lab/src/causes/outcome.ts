import type { CausePage } from './cases.js'

/** Of a report: what is looked at here. */
export interface FoundCause {
  readonly id: string
  readonly cause: string
  readonly severity: string
  readonly proof: string
  readonly title: string
  readonly routes: readonly { readonly route: string }[]
}

export interface PageOutcome {
  readonly page: CausePage
  /** Findings that touch its route, the expected one first. */
  readonly found: readonly FoundCause[]
  /** It came out under its own id, and no other cause that is critical or major; a page that must be silent is. */
  readonly isRight: boolean
}

export function outcomesOf(pages: readonly CausePage[], findings: readonly FoundCause[]): PageOutcome[] {
  return pages.map((page) => {
    const isOwn = ({ cause }: FoundCause): boolean => cause === page.shows
    const touching = findings.filter(({ routes }) => routes.some(({ route }) => route === page.route))
    const own = touching.filter(isOwn)
    const others = touching.filter((finding) => !isOwn(finding))
    const isLoud = ({ severity, cause }: FoundCause): boolean =>
      (page.kind === 'control' && severity !== 'info') ||
      (['critical', 'major'].includes(severity) && !page.also.includes(cause))
    return {
      page,
      found: [...own, ...others],
      isRight: own.length > 0 === (page.shows !== undefined) && !others.some(isLoud),
    }
  })
}

/** The outcomes as lines, wrong ones with what was found instead. */
export function outcomeLines(outcomes: readonly PageOutcome[]): string[] {
  const lines = outcomes.map(({ page, found, isRight }) => {
    const name = `${isRight ? 'ok   ' : 'WRONG'} ${page.name}`
    return [
      name,
      ...found.map(({ cause, severity, proof, title }) => `        ${cause} (${severity}, ${proof}): ${title}`),
    ]
  })
  const right = outcomes.filter(({ isRight }) => isRight).length
  return [...lines.flat(), `${right} of ${outcomes.length} right`]
}
