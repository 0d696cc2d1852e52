import { clientOf } from '../model/client.js'
import { headerSetReceiver } from '../model/header-sets.js'
import { headerOf, type Headers } from '../model/http.js'
import type { SettledRow } from '../model/ports.js'
import { routeOf } from '../model/route.js'
import type { Redactor } from '../redact/redact.js'
import { settledItems, type SettledBatch, type SettledItem } from './settled-batch.js'

/** Maximum number of targets that are remembered in redacted form, for each set of header fields. */
const maxTargets = 1000

/** A set of header fields as it may be written, and what became of the targets seen with it. */
interface KnownHeaders {
  readonly secrets: ReturnType<Redactor['headers']>['secrets']
  readonly headers: Headers
  readonly client: string
  readonly targets: Map<string, { readonly target: string; readonly route: string }>
}

/**
 * Redacts settled pairs so that they may be written. What traffic repeats is redacted once: a visitor sends the same
 * header fields each time, and the same pages are asked for again and again.
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
