/** Replaces what varies between requests, numbers and quoted text. Two messages of one shape are one defect. */
export function shapeOf(message: string): string {
  return message
    .replaceAll(/'[^'\n]*'|"[^"\n]*"|`[^`\n]*`/g, '?')
    .replaceAll(/\d+/g, '?')
    .replaceAll(/\s+/g, ' ')
    .slice(0, maxShape)
}

/** Maximum length of a shape, because a log cuts long messages, each at another place. */
const maxShape = 200
