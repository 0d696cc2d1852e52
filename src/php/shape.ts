/** A message without what is another in each request: numbers, and what stands in quotes. Two messages of one shape are one defect. */
export function shapeOf(message: string): string {
  return message
    .replaceAll(/'[^'\n]*'|"[^"\n]*"|`[^`\n]*`/g, '?')
    .replaceAll(/\d+/g, '?')
    .replaceAll(/\s+/g, ' ')
    .slice(0, maxShape)
}

/** A log cuts long messages, each at another place. */
const maxShape = 200
