import { oneLine } from './plain.js'

/**
 * Characters with a meaning in Markdown, HTML, tables or forges. They become entities rather than backslash escapes, because entities work
 * everywhere: in code, in table cells and in every renderer.
 */
const special = /[&<>|\\`*_[\]~!#@$^]|:(?=\S)/g

/** Escapes foreign text so that it reads literally: no mark-up, link, mention or quick action. */
export function words(text: string): string {
  const escaped = oneLine(text)
    .replace(special, entityOf)
    // Forges look for links and mentions after resolving entities.
    .replace(/&#(?:64|35|33);/g, (entity) => `${entity}&#8203;`)
    .replace(/\bwww\./gi, (prefix) => `${prefix.slice(0, -1)}&#46;`)
  return escaped.replace(/^(?:[-+=]|\d+(?=[.)]))/, entitiesOf)
}

/** Renders file names, routes and statements as code, in which forges look for nothing. */
export function code(text: string): string {
  const escaped = oneLine(text)
    .replace(special, entityOf)
    .replace(/\bwww\./gi, (prefix) => `${prefix.slice(0, -1)}&#46;`)
  return `<code>${escaped}</code>`
}

/** Renders a sentence of Sosie's own, in which text between backticks is code. */
export function prose(text: string): string {
  return text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? code(part) : withOuterBlanks(part)))
    .join('')
}

/** Keeps blanks next to code, which belong to the sentence. */
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
