import type { CausePage } from './cases.js'

/** Asks every page through Sosie, round by round, as users would: gzip is accepted, redirects are not followed. */
export async function askPages(
  baseUrl: string,
  pages: readonly CausePage[],
  rounds: number,
  afterRound: () => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (const page of pages) {
      for (const headers of page.askings) {
        const answer = await ask(baseUrl, page, headers).catch(() => undefined) // one that breaks off is an answer, too
        await answer?.text().catch(() => undefined)
      }
    }
    await afterRound()
  }
}

/** Asks a page once. */
export function ask(
  baseUrl: string,
  { method, target, form }: CausePage,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  return fetch(`${baseUrl}${target}`, {
    method,
    redirect: 'manual',
    headers: { ...(form === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }), ...headers },
    ...(form === undefined ? {} : { body: form }),
  })
}
