import { Document, isCollection, isMap, isPair, isScalar, Scalar, visit, type YAMLMap } from 'yaml'
import type { Scenario } from './model.js'
import { fileOf } from './to-file.js'

/**
 * Writes a scenario as the text of a file: keys always in the same order, a few lines per exchange, so that two
 * versions can be compared.
 */
export function writeScenario(scenario: Scenario): string {
  return [...piecesOf(scenario)].join('')
}

/** Returns the same text, an exchange at a time: a recording of a day needs no more memory than one of a minute. */
export function* piecesOf(scenario: Scenario): Iterable<string> {
  const { exchanges, ...head } = fileOf(scenario)
  yield yamlOf(head)
  yield '\nexchanges:\n'
  for (const [index, exchange] of exchanges.entries())
    yield `${index === 0 ? '' : '\n'}${yamlOf({ exchanges: [exchange] }).replace(/^\n?exchanges:\n/, '')}`
}

function yamlOf(value: object): string {
  const document = new Document(value, { aliasDuplicateObjects: false })
  if (isMap(document.contents)) spaced(document.contents)
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && needsEscapes(node.value)) node.type = Scalar.QUOTE_DOUBLE
    },
    Pair: (_, { key, value: inside }) => {
      if (isScalar(key) && isCollection(inside) && isShort(inside)) inside.flow = !listed.has(String(key.value))
    },
  })
  return document.toString({ lineWidth: 0, blockQuote: 'literal', doubleQuotedMinMultiLineLength: Infinity })
}

/** Puts a blank line between the parts of a file. */
function spaced(top: YAMLMap): void {
  for (const { key, value } of top.items) if (isScalar(key) && isCollection(value)) key.spaceBefore = true
}

/**
 * Matches characters that a block or a plain text would lose or hide: line ends other than \n, controls, halves of a
 * surrogate pair.
 */
const unprintable = /[^\n\t\x20-\x7e\xa0-\u{2027}\u{202a}-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u

/** True if a block of lines would lose such text, or hide what it ends with. */
function needsEscapes(text: string): boolean {
  return unprintable.test(text) || (text.includes('\n') && /^\s|\n\s+$/.test(text))
}

/** Keys of what people edit line by line, however short it is. */
const listed = new Set(['variables', 'sessions', 'cookies', 'exchanges', 'form', 'parts', 'capture'])

const maxLineLength = 90

/** True if it fits on a line of its own, and holds nothing that reads better in a block. */
function isShort(node: object): boolean {
  let short = true
  let length = 0
  visit(node as YAMLMap, {
    Scalar: (_, { value }) => {
      const text = String(value)
      length += text.length + 4
      if (length > maxLineLength || /[\n{}]/.test(text)) short = false
      return short ? undefined : visit.BREAK
    },
    Pair: (_, pair) => {
      if (isPair(pair) && isCollection(pair.value) && isScalar(pair.key) && listed.has(String(pair.key.value)))
        short = false
    },
  })
  return short
}
