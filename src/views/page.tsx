import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'

/** Parts of a page: its content, style and script, and the policy that allows these two and nothing else. */
export interface PageParts {
  readonly title: string
  readonly style: string
  readonly script: string
  /** Content-Security-Policy, see https://www.w3.org/TR/CSP3/#meta-element. */
  readonly policy: string
  readonly children: Child
}

/** Renders a page that loads nothing from anywhere, because a report is opened from an email, a share, an archive. */
export function Page({ title, style, script, policy, children }: PageParts) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>{title}</title>
        <style>{raw(style)}</style>
      </head>
      <body>
        {children}
        <script>{raw(script)}</script>
      </body>
    </html>
  )
}
