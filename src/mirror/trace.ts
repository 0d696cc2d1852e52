import { randomBytes } from 'node:crypto'
import { headerOf, type Headers } from '../model/http.js'

/**
 * What mirrored legs get of the user's trace. `off`: nothing. `link`: a trace of their own, and the id of the user's
 * trace in a separate field that no tracer joins. `child`: a span of the user's trace.
 */
export type TraceMode = 'off' | 'link' | 'child'

/**
 * Fields of W3C, B3, Datadog, Sentry, Jaeger, Google, AWS, New Relic, Elastic and OpenTracing, and ids that the logs of
 * a request share.
 */
const traceField =
  /^(?:traceparent|tracestate|baggage|b3|x-b3-.*|x-datadog-.*|sentry-trace|uber-trace-id|uberctx-.*|x-cloud-trace-context|x-amzn-trace-id|newrelic|elastic-apm-traceparent|x-ot-span-context|ot-tracer-.*|grpc-trace-bin|x-request-id|x-correlation-id|request-id|correlation-context|x-trace-id)$/

/** @param name in lower case. */
export function isTraceField(name: string): boolean {
  return traceField.test(name)
}

/** Returns the trace fields of a mirrored request as flat names and values. */
export function traceFields(mode: TraceMode, headers: Headers): string[] {
  if (mode === 'off') return []
  const users = traceOf(headers)
  if (mode === 'child') return users === undefined ? [] : ['traceparent', parentOf(users)]
  const own = { id: randomBytes(16).toString('hex'), flags: users?.flags ?? '01' }
  return ['traceparent', parentOf(own), ...(users === undefined ? [] : ['X-Sosie-Trace', users.id])]
}

interface Trace {
  /** 32 hexadecimal digits. */
  readonly id: string
  readonly flags: string
}

/** Reads the trace from the fields that carry its id in one of the usual forms. */
function traceOf(headers: Headers): Trace | undefined {
  const [, id, flags] =
    /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-([\da-f]{2})/.exec(headerOf(headers, 'traceparent') ?? '') ?? []
  if (id !== undefined && flags !== undefined) return { id, flags }
  const b3 = headerOf(headers, 'b3')?.split('-')
  const other = b3?.[0] ?? headerOf(headers, 'x-b3-traceid') ?? headerOf(headers, 'sentry-trace')?.split('-', 1)[0]
  if (other === undefined || !/^[\da-f]{16,32}$/i.test(other)) return undefined
  const sampled = b3?.[2] ?? headerOf(headers, 'x-b3-sampled')
  return { id: other.toLowerCase().padStart(32, '0'), flags: sampled === '0' ? '00' : '01' }
}

function parentOf({ id, flags }: Trace): string {
  return `00-${id}-${randomBytes(8).toString('hex')}-${flags}`
}
