import { createHash } from 'node:crypto'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { SosieError } from '../errors.js'
import { decisionWords } from '../views/decision-words.js'
import { withVisibleControls } from '../views/harmless.js'
import { Page } from '../views/page.js'
import { RunPage } from '../views/run-page.js'
import { script } from '../views/script.js'
import { style } from '../views/style.js'
import type { ReportFormat } from './format.js'

/**
 * Nothing is loaded from anywhere, and no style or script runs but ours, known by its hash: whatever a hostile body tries,
 * a browser refuses. The escaping of hono/jsx is the first wall, this is the second.
 */
const policy = [
  "default-src 'none'",
  `style-src '${hashOf(style)}'`,
  `script-src '${hashOf(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** One file that needs nothing else: opened from a mail, a share, an archive. */
export const html: ReportFormat = {
  name: 'html',
  extension: 'html',
  render: (report) => {
    const title = `${decisionWords(report).verdict} · Sosie, run ${report.run.id}`
    const page = (
      <Page title={title} style={style} script={script} policy={policy}>
        <RunPage report={report} />
      </Page>
    )
    return withVisibleControls(`<!doctype html>\n${textOf(page)}\n`)
  },
}

function textOf(page: JSX.Element): string {
  // hono/jsx promises only what a component awaits, and the views await nothing.
  if (page instanceof Promise) throw new SosieError('SOSIE_E_INTERNAL', 'A view of the report awaits something.')
  return page.toString()
}

function hashOf(source: string): string {
  return `sha256-${createHash('sha256').update(source).digest('base64')}`
}
