import type { Entry } from '../knowledge/entry.js'

const maxLine = 140

/** Renders the catalogue of causes as a page, docs/causes.md. @param foretoldBy ids of the doctor's checks that foretell an entry. */
export function catalogueMarkdown(entries: readonly Entry[], foretoldBy: (id: string) => readonly string[]): string {
  const sections = entries.map((entry) => sectionOf(entry, foretoldBy(entry.id)))
  return [opening, ...sections].join('\n')
}

const opening = `# Causes

Written by \`sosie explain --markdown\`; \`sosie explain ID\` prints one of them. How those with logic are known in detail, and what an experiment
does, stands in [rules.md](rules.md).
`

function sectionOf(
  { id, severity, name, before, after, known, fix, source }: Entry,
  checks: readonly string[],
): string {
  const items = [
    `**Before:** ${before}`,
    `**After:** ${after}`,
    `**Known:** ${known}`,
    `**Fix:** ${fix}`,
    ...(source === 'none' ? [] : [`**Source:** ${source}`]),
    ...(checks.length === 0 ? [] : [`**Doctor:** ${checks.map((check) => `\`${check}\``).join(', ')}`]),
  ]
  return [`## ${id}`, '', `${name} (${severity}).`, '', ...items.map((item) => wrapped(`- ${item}`)), ''].join('\n')
}

/** Breaks lines at spaces and indents continuations. */
function wrapped(item: string): string {
  const lines: string[] = []
  let line = ''
  for (const word of item.split(' ')) {
    if (line !== '' && line.length + word.length >= maxLine) {
      lines.push(line)
      line = ` ${word}`
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join('\n ')
}
