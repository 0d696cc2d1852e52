/** Lines longer than this are nobody's reading. In characters. */
const longLine = 200

/**
 * Two bodies laid out alike for a comparison by lines: JSON one member a line, HTML of endless lines one tag a line. Only
 * white space between tokens changes. The texts may be cut anywhere.
 */
export function readableBodies(legacy: string, candidate: string): [legacy: string, candidate: string] {
  if (looksLikeJson(legacy) && looksLikeJson(candidate)) return [layoutJson(legacy), layoutJson(candidate)]
  if (hasLongLine(legacy) || hasLongLine(candidate)) return [breakTags(legacy), breakTags(candidate)]
  return [legacy, candidate]
}

function looksLikeJson(text: string): boolean {
  return /^\s*(?:\{\s*["}]|\[)/.test(text)
}

function hasLongLine(text: string): boolean {
  return text.split('\n').some((line) => line.length > longLine)
}

function breakTags(text: string): string {
  return text.replace(/>[ \t]*(?=<)/g, '>\n')
}

/** Deeper than this, lines no longer move to the right: a body of brackets alone would grow with the square of its length. */
const deepestIndent = 40

/** By tokens, not by JSON.parse: numbers keep their digits, repeated members stay, and a cut text is no error. */
function layoutJson(text: string): string {
  const out: string[] = []
  let [depth, previous] = [0, '']
  const newLine = (): string => `\n${'  '.repeat(Math.min(depth, deepestIndent))}`
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\[^])*"?|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    if (isClosing(token)) {
      depth = Math.max(0, depth - 1)
      out.push(isOpening(previous) ? token : newLine() + token)
    } else if (token === ',') out.push(token)
    else if (token === ':') out.push(': ')
    // A value follows its name; anything else begins a line.
    else out.push(previous === '' || previous === ':' ? token : newLine() + token)
    if (isOpening(token)) depth += 1
    previous = token
  }
  return out.join('')
}

function isOpening(token: string): boolean {
  return token === '{' || token === '['
}

function isClosing(token: string): boolean {
  return token === '}' || token === ']'
}
