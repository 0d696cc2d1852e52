import type { CausePage } from './cases.js'

/** Asks every page through Sosie, round by round, as users would: gzip is accepted, redirects are not followed. */
export async function askPages(
  baseUrl: string,
  pages: readonly CausePage[],
  rounds: number,
  afterRound: () => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (const page of pages) await ask(baseUrl, page)
    await afterRound()
  }
}

async function ask(baseUrl: string, { method, target, form }: CausePage): Promise<void> {
  const answer = await fetch(`${baseUrl}${target}`, {
    method,
    redirect: 'manual',
    headers: form === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' },
    ...(form === undefined ? {} : { body: form }),
  }).catch(() => undefined) // an answer that breaks off is one, too
  await answer?.text().catch(() => undefined)
}
