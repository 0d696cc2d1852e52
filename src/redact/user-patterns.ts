import { isInsideMark } from '../model/marks.js'
import type { Concealer } from './concealer.js'

/** Hides what the user's own regular expressions match: all of it, or only the group named `secret`. */
export function userPatterns(sources: readonly string[]): (text: string, conceal: Concealer) => string {
  const patterns = sources.map(compiled)
  return (text, conceal) => patterns.reduce((clean, pattern) => without(pattern, clean, conceal), text)
}

/** Compiles an expression, without the u flag if it follows the old grammar. Indices are needed only for the named group. */
function compiled(source: string): RegExp {
  const places = source.includes('(?<secret>') ? 'd' : ''
  try {
    return new RegExp(source, `gu${places}`)
  } catch {
    return new RegExp(source, `g${places}`)
  }
}

function without(pattern: RegExp, text: string, conceal: Concealer): string {
  let clean = ''
  let copied = 0
  for (const match of text.matchAll(pattern)) {
    const whole: [number, number] = [match.index, match.index + match[0].length]
    const [start, end] = match.indices?.groups?.['secret'] ?? whole
    if (start === end || start < copied || isInsideMark(text, start, end)) continue
    clean += text.slice(copied, start) + conceal(text.slice(start, end))
    copied = end
  }
  return copied === 0 ? text : clean + text.slice(copied)
}
