import { withVisibleControls } from '../views/harmless.js'

/** An element of an XML document: its text and its elements in their order. */
export interface Element {
  readonly name: string
  readonly attributes?: Readonly<Record<string, string | number | undefined>>
  readonly children?: readonly (Element | string)[]
}

export function xmlDocument(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${elementText(root, '')}\n`
}

function elementText({ name, attributes = {}, children = [] }: Element, indent: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`)
    .join('')
  const start = `${indent}<${name}${written}`
  if (children.length === 0) return `${start}/>`
  // White space is part of a text, so elements alone are indented.
  if (children.some((child) => typeof child === 'string')) {
    const inline = children.map((child) => (typeof child === 'string' ? escapeText(child) : elementText(child, '')))
    return `${start}>${inline.join('')}</${name}>`
  }
  const lines = children.map((child) => (typeof child === 'string' ? child : elementText(child, `${indent}  `)))
  return `${start}>\n${lines.join('\n')}\n${indent}</${name}>`
}

function escapeText(text: string): string {
  return allowed(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
}

/** White space but the blank would be read as a blank (XML 1.0, 3.3.3). */
function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\t', '&#9;').replaceAll('\n', '&#10;')
}

/** Text of characters that XML 1.0 (2.2, Char) allows: controls are shown as what they are, broken ones replaced. */
function allowed(text: string): string {
  return withVisibleControls(text).replace(/\p{Surrogate}|[\ufffe\uffff]/gu, '\ufffd')
}
