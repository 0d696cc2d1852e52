import { oneLine } from './plain.js'

/**
 * What Markdown, HTML, tables and the forges give a meaning to. Entities instead of backslashes: they hold in code and in cells of
 * tables too, and in every renderer.
 */
const special = /[&<>|\\`*_[\]~!#@$^]|:(?=\S)/g

/** Words that somebody else chose, to be read as they are: no mark-up, no link, no mention, no quick action. */
export function words(text: string): string {
  const escaped = oneLine(text)
    .replace(special, entityOf)
    // What forges make a link or a mention of, they look for when entities are resolved already.
    .replace(/&#(?:64|35|33);/g, (entity) => `${entity}&#8203;`)
    .replace(/\bwww\./gi, (prefix) => `${prefix.slice(0, -1)}&#46;`)
  return escaped.replace(/^(?:[-+=]|\d+(?=[.)]))/, entitiesOf)
}

/** The same as code: file names, routes, statements. Forges leave code alone. */
export function code(text: string): string {
  const escaped = oneLine(text)
    .replace(special, entityOf)
    .replace(/\bwww\./gi, (prefix) => `${prefix.slice(0, -1)}&#46;`)
  return `<code>${escaped}</code>`
}

/** A sentence of ours in which what stands between backticks is code. */
export function prose(text: string): string {
  return text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? code(part) : withOuterBlanks(part)))
    .join('')
}

/** Blanks beside code belong to the sentence. */
function withOuterBlanks(part: string): string {
  if (part.trim() === '') return part === '' ? '' : ' '
  return `${/^\s/.test(part) ? ' ' : ''}${words(part)}${/\s$/.test(part) ? ' ' : ''}`
}

function entityOf(character: string): string {
  return `&#${character.charCodeAt(0)};`
}

function entitiesOf(text: string): string {
  return Array.from(text, entityOf).join('')
}
