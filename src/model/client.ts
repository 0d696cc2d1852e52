/** Families of user agents. The first match wins: a bot that claims to be Mozilla is a bot, an Edge that claims to be Chrome is Edge. */
const families: readonly (readonly [RegExp, string])[] = [
  [/bot|crawl|spider|slurp/i, 'bot'],
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/\bChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

/** Returns the label that findings are counted by: a browser's family, `bot`, or a program's own name without its version. */
export function clientOf(userAgent: string | undefined): string {
  if (userAgent === undefined || userAgent.trim() === '') return 'unknown'
  const family = families.find(([pattern]) => pattern.test(userAgent))?.[1]
  return family ?? (/^[\w.+-]+/.exec(userAgent.trim())?.[0] ?? 'unknown').slice(0, 60)
}
