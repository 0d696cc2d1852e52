import type { Difference } from '../../model/difference.js'
import { align, sameInOtherOrder } from '../align.js'
import { difference, type Comparator } from '../comparator.js'
import { isObject, jsonDocument, textOf, typeOf, type JsonObject } from '../json-document.js'
import type { Work } from '../work.js'
import { linesOf } from './text.js'

/**
 * JSON by path. A type that changed is a kind of its own, whatever the value; numbers are compared as written, so that none
 * loses digits past 2^53; lists are laid side by side by identity, so that one inserted row is one difference. Text before the JSON
 * makes it unreadable to its clients; what stands behind it is compared all the same.
 */
export const json: Comparator = {
  kinds: ['json'],
  *compare({ body: legacy }, { body: candidate }, { work }) {
    const [before, after] = [jsonDocument(legacy.text), jsonDocument(candidate.text)]
    if (before === undefined && after === undefined) yield* linesOf(legacy.text, candidate.text)
    else if (before === undefined || after === undefined || before.before !== after.before)
      yield difference('body', 'unreadable', '$', legacy.text.trimStart(), candidate.text.trimStart())
    if (before !== undefined && after !== undefined) yield* compareValues('$', before.value, after.value, work)
  },
}

function* compareValues(path: string, before: unknown, after: unknown, work: Work): Iterable<Difference> {
  work.spend(1)
  if (Array.isArray(before) && Array.isArray(after)) yield* compareLists(path, before, after, work)
  else if (isObject(before) && isObject(after)) yield* compareObjects(path, before, after, work)
  else if (typeOf(before) !== typeOf(after)) yield difference('body', 'type', path, textOf(before), textOf(after))
  else if (textOf(before) !== textOf(after)) yield difference('body', 'value', path, textOf(before), textOf(after))
}

function* compareObjects(path: string, before: JsonObject, after: JsonObject, work: Work): Iterable<Difference> {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const inside = /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`
    if (!(key in after)) yield difference('body', 'missing', inside, textOf(before[key]))
    else if (!(key in before)) yield difference('body', 'added', inside, undefined, textOf(after[key]))
    else yield* compareValues(inside, before[key], after[key], work)
  }
}

function* compareLists(
  path: string,
  before: readonly unknown[],
  after: readonly unknown[],
  work: Work,
): Iterable<Difference> {
  work.spend(before.length + after.length)
  const [one, other] = [before.map(textOf), after.map(textOf)]
  if (sameInOtherOrder(one, other)) {
    yield difference('body', 'order', path, textOf(before), textOf(after))
    return
  }
  const nameOf = identityOf(before, after) ?? textOf
  const [names, otherNames] = [before.map(nameOf), after.map(nameOf)]
  if (sameInOtherOrder(names, otherNames)) yield* compareShuffled(path, before, after, nameOf, work)
  else yield* compareAligned(path, before, after, nameOf, work)
}

/** The same rows by identity, in another order and not all equal. */
function* compareShuffled(
  path: string,
  before: readonly unknown[],
  after: readonly unknown[],
  nameOf: (item: unknown) => string,
  work: Work,
): Iterable<Difference> {
  yield difference('body', 'order', path, textOf(before.map(nameOf)), textOf(after.map(nameOf)))
  const byName = new Map(after.map((item) => [nameOf(item), item]))
  for (const [index, item] of before.entries())
    yield* compareValues(`${path}[${index}]`, item, byName.get(nameOf(item)), work)
}

function* compareAligned(
  path: string,
  before: readonly unknown[],
  after: readonly unknown[],
  nameOf: (item: unknown) => string,
  work: Work,
): Iterable<Difference> {
  let index = 0
  for (const { both = [], one, other } of align(before, after, nameOf)) {
    for (const [old, now] of both) yield* compareValues(`${path}[${index++}]`, old, now, work)
    for (let at = 0; at < Math.max(one.length, other.length); at += 1, index += 1) {
      const here = `${path}[${index}]`
      if (at >= other.length) yield difference('body', 'missing', here, textOf(one[at]))
      else if (at >= one.length) yield difference('body', 'added', here, undefined, textOf(other[at]))
      else yield* compareValues(here, one[at], other[at], work)
    }
  }
}

const identityFields = ['id', 'uuid', 'slug', 'sku', 'code', 'ref', 'reference']

/** A field that names every row of both lists, each once: its type may have changed, its text has not. */
function identityOf(before: readonly unknown[], after: readonly unknown[]): ((item: unknown) => string) | undefined {
  const field = identityFields.find((name) => [before, after].every((list) => namesEachOnce(list, name)))
  return field === undefined ? undefined : (item) => String((item as JsonObject)[field])
}

function namesEachOnce(list: readonly unknown[], field: string): boolean {
  const names = list.map((item) => (isObject(item) && field in item ? String(item[field]) : undefined))
  return list.length > 0 && !names.includes(undefined) && new Set(names).size === names.length
}
