import type { Difference } from '../../model/difference.js'
import { align, sameInOtherOrder, type Stretch } from '../align.js'
import { difference, type Comparator } from '../comparator.js'
import {
  fingerprints,
  isObject,
  isRepeatedKey,
  isTooDeep,
  jsonDocument,
  jsonText,
  typeOf,
  valuesOf,
  type JsonDocument,
  type JsonObject,
} from '../json-document.js'
import { OverBudget, type Work } from '../work.js'
import { linesOf } from './text.js'

/**
 * Compares JSON by path. A changed type is a kind of its own, whatever the value. Numbers are compared as written, so that none loses digits
 * past 2^53. Several JSON texts, one per line, are a list. Lists are aligned by identity, so that one inserted row is one difference. Text
 * before the JSON makes it unreadable to its clients; the JSON after it is compared all the same.
 */
export const json: Comparator = {
  kinds: ['json'],
  *compare({ body: legacy }, { body: candidate }, { work, turned }) {
    const [before, after] = [documentOf(legacy.text), documentOf(candidate.text)]
    if (before === undefined && after === undefined) yield* linesOf(legacy, candidate, turned)
    else if (before === undefined || after === undefined || before.before !== after.before)
      yield difference('body', 'unreadable', '$', legacy.text.trimStart(), candidate.text.trimStart())
    if (before !== undefined && after !== undefined)
      yield* new JsonComparison(work, turned).values('$', ...valuesLikewise(before, after))
  },
}

/** @throws OverBudget if the text is nested deeper than any reader accepts. */
function documentOf(text: string): JsonDocument | undefined {
  const found = jsonDocument(text)
  if (found === undefined && isTooDeep(text)) throw new OverBudget('nested too deep')
  return found
}

/** Returns both values in the same shape: if only one side has several JSON texts, the other's single text becomes a list of one. */
function valuesLikewise(before: JsonDocument, after: JsonDocument): [before: unknown, after: unknown] {
  const asLines = ({ value, isLines }: JsonDocument): unknown => (isLines === true ? value : [value])
  return before.isLines === after.isLines ? [before.value, after.value] : [asLines(before), asLines(after)]
}

type NameOf = (item: unknown) => string

class JsonComparison {
  private readonly printOf: NameOf

  constructor(
    private readonly work: Work,
    private readonly turned: boolean,
  ) {
    this.printOf = fingerprints(work)
  }

  *values(path: string, before: unknown, after: unknown): Iterable<Difference> {
    this.work.spend(1)
    if (this.printOf(before) === this.printOf(after) && typeOf(before) === typeOf(after)) return
    if (Array.isArray(before) && Array.isArray(after)) yield* this.lists(path, before, after)
    else if (isObject(before) && isObject(after)) yield* this.objects(path, before, after)
    else if (isRepeatedKey(before) || isRepeatedKey(after)) yield* this.repeated(path, before, after)
    else if (typeOf(before) !== typeOf(after)) yield difference('body', 'type', path, jsonText(before), jsonText(after))
    else yield difference('body', 'value', path, jsonText(before), jsonText(after))
  }

  private *objects(path: string, before: JsonObject, after: JsonObject): Iterable<Difference> {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const inside = /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`
      if (!Object.hasOwn(after, key)) yield difference('body', 'missing', inside, jsonText(before[key]))
      else if (!Object.hasOwn(before, key)) yield difference('body', 'added', inside, undefined, jsonText(after[key]))
      else yield* this.values(inside, before[key], after[key])
    }
  }

  /** Compares the values of a repeated key from the last one backwards, because most readers take the last. */
  private *repeated(path: string, before: unknown, after: unknown): Iterable<Difference> {
    const [one, other] = [[...valuesOf(before)].reverse(), [...valuesOf(after)].reverse()]
    for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
      if (at >= other.length) yield difference('body', 'missing', path, jsonText(one[at]))
      else if (at >= one.length) yield difference('body', 'added', path, undefined, jsonText(other[at]))
      else yield* this.values(path, one[at], other[at])
    }
  }

  private *lists(path: string, before: readonly unknown[], after: readonly unknown[]): Iterable<Difference> {
    this.work.spend(before.length + after.length)
    if (sameInOtherOrder(before.map(this.printOf), after.map(this.printOf)))
      yield difference('body', 'order', path, jsonText(before), jsonText(after))
    else yield* this.aligned(path, before, after, identityOf(before, after) ?? this.printOf)
  }

  /**
   * Compares lists aligned by name. Items that are on both sides in another order are one `order` difference and are compared at legacy's
   * place. All other indexes count the items of both sides, so that they are the same whichever side comes first.
   */
  private *aligned(
    path: string,
    before: readonly unknown[],
    after: readonly unknown[],
    nameOf: NameOf,
  ): Iterable<Difference> {
    const nameIn = ({ item }: Entry): string => nameOf(item)
    const stretches = align(before.map(entryOf), after.map(entryOf), nameIn, { turned: this.turned })
    const moved = movedEntries(stretches, nameIn)
    if (moved.size > 0) yield difference('body', 'order', path, listed(before, nameOf), listed(after, nameOf))
    const arrived = new Set(moved.values())
    let index = 0
    for (const { both = [], one, other } of stretches) {
      for (const [old, now] of both) yield* this.values(`${path}[${index++}]`, old.item, now.item)
      const rest = other.filter((entry) => !arrived.has(entry))
      for (const old of one) {
        const now = moved.get(old) ?? rest.shift()
        const here = `${path}[${index++}]`
        if (now === undefined) yield difference('body', 'missing', here, jsonText(old.item))
        else yield* this.values(here, old.item, now.item)
      }
      for (const { item } of rest) yield difference('body', 'added', `${path}[${index++}]`, undefined, jsonText(item))
    }
  }
}

/** An item of a list, wrapped so that equal items can be told apart. */
interface Entry {
  readonly item: unknown
}

function entryOf(item: unknown): Entry {
  return { item }
}

/** Maps each entry that is missing in one place to the entry of the same name that was added in another. */
function movedEntries(stretches: readonly Stretch<Entry>[], nameIn: (entry: Entry) => string): Map<Entry, Entry> {
  const arrived = new Map<string, Entry[]>()
  for (const entry of stretches.flatMap(({ other }) => other)) {
    const name = nameIn(entry)
    const before = arrived.get(name)
    if (before === undefined) arrived.set(name, [entry])
    else before.push(entry)
  }
  const moved = new Map<Entry, Entry>()
  for (const entry of stretches.flatMap(({ one }) => one)) {
    const self = arrived.get(nameIn(entry))?.shift()
    if (self !== undefined) moved.set(entry, self)
  }
  return moved
}

/** Lists the identities of rows, or the items themselves if the rows have none. */
function listed(list: readonly unknown[], nameOf: NameOf): string {
  const names = list.map(nameOf)
  return names.some((name) => name.startsWith('#')) ? jsonText(list) : `[${names.join(',')}]`
}

const identityFields = ['id', 'uuid', 'slug', 'sku', 'code', 'ref', 'reference']

/** Returns names of rows from a field that is unique in both lists; undefined if there is none. A changed type leaves them the same. */
function identityOf(before: readonly unknown[], after: readonly unknown[]): NameOf | undefined {
  const field = identityFields.find((name) => [before, after].every((list) => namesEachOnce(list, name)))
  return field === undefined ? undefined : (item) => String((item as JsonObject)[field])
}

function namesEachOnce(list: readonly unknown[], field: string): boolean {
  const names = new Set<string>()
  for (const item of list) {
    if (!isObject(item) || !Object.hasOwn(item, field)) return false
    names.add(String(item[field]))
  }
  return list.length > 0 && names.size === list.length
}
