/** Max characters of a line that people still read. */
const longLine = 200

/**
 * Lays out two bodies in the same way for a comparison by lines: JSON with one member per line, HTML that has very long lines with one
 * tag per line. Only white space between tokens changes. The texts may be cut off anywhere.
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

/** Max steps of indentation: otherwise a body of nothing but brackets would grow with the square of its length. */
const deepestIndent = 40

/** Lays out JSON by its tokens instead of JSON.parse: numbers keep their digits, repeated members stay, and a cut text is no error. */
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
    // A value follows its name on the same line; anything else begins a line.
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
