import { createHash } from 'node:crypto'
import type { Child } from 'hono/jsx'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { SosieError } from '../base/errors.js'
import { withVisibleControls } from '../views/harmless.js'
import { Page } from '../views/page.js'
import { script } from '../views/script.js'
import { style } from '../views/style.js'

/** Renders one self-contained file that can be opened from a mail, a share or an archive. @param ownStyle rules for this kind of page. */
export function documentOf(title: string, content: Child, ownStyle = ''): string {
  const styles = style + ownStyle
  const page = (
    <Page title={title} style={styles} script={script} policy={policyFor(styles)}>
      {content}
    </Page>
  )
  return withVisibleControls(`<!doctype html>\n${pageText(page)}\n`)
}

/**
 * Returns a policy under which nothing is loaded and only Sosie's own style and script run, known by their hashes: the browser refuses
 * whatever a hostile body tries. hono/jsx escaping is the first line of defence, this is the second.
 */
function policyFor(styles: string): string {
  return [
    "default-src 'none'",
    `style-src '${hashOf(styles)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function pageText(page: JSX.Element): string {
  // hono/jsx returns a promise only when a component awaits something, and the views await nothing.
  if (page instanceof Promise) throw new SosieError('SOSIE_E_INTERNAL', 'A view of the report awaits something.')
  return page.toString()
}

function hashOf(source: string): string {
  return `sha256-${createHash('sha256').update(source).digest('base64')}`
}
