import { clientOf } from '../model/client.js'
import { headerSetReceiver } from '../model/header-sets.js'
import { headerOf, type Headers } from '../model/http.js'
import type { SettledRow } from '../model/ports.js'
import { routeOf } from '../model/route.js'
import type { Redactor } from '../redact/redact.js'
import { settledItems, type SettledBatch, type SettledItem } from './settled-batch.js'

/** Requests of one set of header fields whose redacted form is remembered. */
const maxTargets = 1000

/** One set of header fields as it may be written, and what it made of the targets seen with it. */
interface KnownHeaders {
  readonly secrets: ReturnType<Redactor['headers']>['secrets']
  readonly headers: Headers
  readonly client: string
  readonly targets: Map<string, { readonly target: string; readonly route: string }>
}

/**
 * Settled pairs as they may be written. What traffic repeats is worked out once: the same visitor sends the same header fields, and
 * the same pages are asked for again and again.
 */
export function settledRedactor(redactor: Redactor): (batch: SettledBatch) => Iterable<SettledRow> {
  const known = headerSetReceiver((raw): KnownHeaders => {
    const { headers, secrets } = redactor.headers(raw)
    return { secrets, headers, client: clientOf(headerOf(raw, 'user-agent')), targets: new Map() }
  })

  const rowOf = (item: SettledItem, { secrets, headers, client, targets }: KnownHeaders): SettledRow => {
    const key = `${item.method} ${item.target}`
    let clean = targets.get(key)
    if (clean === undefined) {
      const target = redactor.target(item.target, secrets)
      clean = { target, route: routeOf(item.method, target) }
      if (targets.size >= maxTargets) targets.clear()
      targets.set(key, clean)
    }
    return { ...item, ...clean, headers, client }
  }

  return function* rows(batch) {
    known.learn(batch.headers)
    for (const item of settledItems(batch)) {
      const headers = known.of(item.headers)
      if (headers !== undefined) yield rowOf(item, headers)
    }
  }
}
