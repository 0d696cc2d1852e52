import type { Check } from '../../check.js'
import { directiveCheck } from './directive.js'
import { runningDirectives } from './directives-running.js'
import { webDirectives } from './directives-web.js'

const rows = [...runningDirectives, ...webDirectives]

/** One check for each directive that is known to matter; `php-ini-others` folds all others into one row. */
export const directiveChecks: readonly Check[] = rows.map(directiveCheck)

/** Names of the directives that have a check of their own. */
export const judgedDirectives: ReadonlySet<string> = new Set(rows.map(({ directive }) => directive))
