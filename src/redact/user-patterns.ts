/** Hides what the user's own regular expressions find: all of it, or only the group named `secret`. */
export function userPatterns(sources: readonly string[]): (text: string, conceal: (found: string) => string) => string {
  const patterns = sources.map(compiled)
  return (text, conceal) => patterns.reduce((clean, pattern) => clean.replace(pattern, replacerFor(conceal)), text)
}

/** Without the u flag where the expression was written for the old grammar. */
function compiled(source: string): RegExp {
  try {
    return new RegExp(source, 'gu')
  } catch {
    return new RegExp(source, 'g')
  }
}

function replacerFor(conceal: (found: string) => string) {
  return (whole: string, ...rest: unknown[]): string => {
    if (whole === '') return whole
    const groups = rest.at(-1)
    const secret =
      typeof groups === 'object' && groups !== null ? (groups as Record<string, string>)['secret'] : undefined
    if (secret === undefined) return conceal(whole)
    return secret === '' ? whole : whole.replace(secret, () => conceal(secret))
  }
}
