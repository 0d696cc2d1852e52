import type { Asking, CausePage } from './cases.js'

/** Asks every page through Sosie, round by round, as users would: gzip is accepted, redirects are not followed. */
export async function askPages(
  baseUrl: string,
  pages: readonly CausePage[],
  rounds: number,
  afterRound: () => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (const page of pages) {
      const visitor = visitorOf(baseUrl)
      for (const asking of page.askings) {
        const answer = await visitor(asking).catch(() => undefined) // one that breaks off is an answer, too
        await answer?.text().catch(() => undefined)
      }
    }
    await afterRound()
  }
}

/** Returns a visitor, who brings back the cookies that were given to him. */
export function visitorOf(baseUrl: string): (asking: Asking) => Promise<Response> {
  const cookies = new Map<string, string>()
  return async ({ method, target, form, headers }) => {
    const brought = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(`${baseUrl}${target}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(form === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
        ...(brought === '' ? {} : { Cookie: brought }),
        ...headers,
      },
      ...(form === undefined ? {} : { body: form }),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    return answer
  }
}
