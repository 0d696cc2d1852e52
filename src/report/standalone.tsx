import { createHash } from 'node:crypto'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { SosieError } from '../errors.js'
import { withVisibleControls } from '../views/harmless.js'
import { Page, type PageParts } from '../views/page.js'

/**
 * A page in one file. Nothing is loaded from anywhere, and no style or script runs but ours, known by its hash: whatever a hostile
 * body tries, a browser refuses. The escaping of hono/jsx is the first wall, this is the second.
 */
export function standalonePage(parts: Omit<PageParts, 'policy'>): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(parts.style)}'`,
    `script-src '${hashOf(parts.script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return withVisibleControls(`<!doctype html>\n${textOf(<Page {...parts} policy={policy} />)}\n`)
}

function textOf(page: JSX.Element): string {
  // hono/jsx promises only what a component awaits, and the views await nothing.
  if (page instanceof Promise) throw new SosieError('SOSIE_E_INTERNAL', 'A view of the report awaits something.')
  return page.toString()
}

function hashOf(source: string): string {
  return `sha256-${createHash('sha256').update(source).digest('base64')}`
}
