import { withVisibleControls } from '../views/harmless.js'

/** An element of an XML document with its text and child elements in order. */
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
  // White space is part of text, so only elements without text are indented.
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

/** Escapes an attribute. White space other than a blank would be read as a blank (XML 1.0, 3.3.3). */
function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\t', '&#9;').replaceAll('\n', '&#10;')
}

/** Keeps only characters that XML 1.0 allows (2.2, Char): controls become visible, unpaired surrogates are replaced. */
function allowed(text: string): string {
  return withVisibleControls(text).replace(/\p{Surrogate}|[\ufffe\uffff]/gu, '\ufffd')
}
