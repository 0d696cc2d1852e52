import { createHash } from 'node:crypto'
import type { Child } from 'hono/jsx'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { SosieError } from '../errors.js'
import { withVisibleControls } from '../views/harmless.js'
import { Page } from '../views/page.js'
import { script } from '../views/script.js'
import { style } from '../views/style.js'

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
export function documentOf(title: string, content: Child): string {
  const page = (
    <Page title={title} style={style} script={script} policy={policy}>
      {content}
    </Page>
  )
  return withVisibleControls(`<!doctype html>\n${textOf(page)}\n`)
}

function textOf(page: JSX.Element): string {
  // hono/jsx promises only what a component awaits, and the views await nothing.
  if (page instanceof Promise) throw new SosieError('SOSIE_E_INTERNAL', 'A view of the report awaits something.')
  return page.toString()
}

function hashOf(source: string): string {
  return `sha256-${createHash('sha256').update(source).digest('base64')}`
}
