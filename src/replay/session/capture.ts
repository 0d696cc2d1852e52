import { selectOne } from 'css-select'
import { isTag } from 'domhandler'
import { getAttributeValue, textContent } from 'domutils'
import { jsonpath, type JSONValue } from 'json-p3'
import { isLosslessNumber, parse as parseJson } from 'lossless-json'
import { parse } from 'parse5'
import { adapter, type Htmlparser2TreeAdapterMap } from 'parse5-htmlparser2-tree-adapter'
import { readBody } from '../../compare/read/body.js'
import { headersOf, type Response } from '../../model/http.js'
import type { Capture } from '../scenario/model.js'

/** Returns the value that a capture finds in an answer; undefined if there is none. */
export function captured(capture: Capture, response: Response): string | undefined {
  switch (capture.kind) {
    case 'regex':
      return byExpression(capture.pattern, capture.header, response)
    case 'css':
      return bySelector(capture.selector, capture.attribute, readBody(response).text)
    case 'json':
      return byPath(capture.path, readBody(response).text)
  }
}

function byExpression(pattern: string, header: string | undefined, response: Response): string | undefined {
  const text = header === undefined ? readBody(response).text : headersOf(response.headers, header).join('\n')
  const match = new RegExp(pattern).exec(text)
  return match?.[1] ?? match?.[0]
}

function bySelector(selector: string, attribute: string | undefined, page: string): string | undefined {
  const document = parse<Htmlparser2TreeAdapterMap>(page, { treeAdapter: adapter })
  const element = selectOne(selector, document)
  if (element === null || !isTag(element)) return undefined
  return attribute === undefined ? textContent(element).trim() : getAttributeValue(element, attribute)
}

function byPath(path: string, text: string): string | undefined {
  try {
    // Numbers as they were written: an id above 2^53 keeps its digits.
    const [value] = jsonpath.query(path, parseJson(text) as JSONValue).values() as unknown[]
    if (isLosslessNumber(value)) return value.value
    return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined
  } catch {
    return undefined // no JSON: there is nothing at any path
  }
}
