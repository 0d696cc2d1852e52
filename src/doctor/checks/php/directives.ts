import type { Check } from '../../check.js'
import { directiveCheck } from './directive.js'
import { runningDirectives } from './directives-running.js'
import { webDirectives } from './directives-web.js'

const rows = [...runningDirectives, ...webDirectives]

/** Directives that matter, each with why; the others are folded into one row. */
export const directiveChecks: readonly Check[] = rows.map(directiveCheck)

/** Names of the directives that have a check of their own. */
export const judgedDirectives: ReadonlySet<string> = new Set(rows.map(({ directive }) => directive))
