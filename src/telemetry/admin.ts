import { timingSafeEqual } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono, type Context, type MiddlewareHandler } from 'hono'
import { SosieError } from '../base/errors.js'
import { shadowMetrics } from './metrics.js'
import type { ShadowState } from './state.js'

/** What the admin listener may ask of the running shadow. */
export interface Administered {
  readonly state: () => ShadowState
  readonly pause: () => void
  readonly resume: () => void
  /** True when legacy accepts connections. */
  readonly legacyAnswers: () => Promise<boolean>
}

/**
 * Serves metrics, health and pause/resume. Separate from the live listener, so that no user ever reaches it.
 *
 * @param token every request must carry it as its bearer token; if undefined, none is required (loopback only).
 */
export function adminApp(shadow: Administered, token: string | undefined): Hono {
  const app = new Hono()
  const metrics = shadowMetrics(shadow.state)
  app.get('/healthz', (context) => context.text('ok\n'))
  app.use(sameSite)
  if (token !== undefined) app.use(bearer(token))
  app.get('/readyz', async (context) => {
    const { failing, lost } = recordingWords(shadow.state())
    // A Sosie that cannot record can still serve: a load balancer that took it out would hurt users for the sake of a report.
    if (await shadow.legacyAnswers()) return context.text(`ready\n${failing}${lost}`)
    return context.text(`legacy does not answer\n${failing}${lost}`, 503)
  })
  app.get('/readyz/recording', (context) => {
    const { failing, lost } = recordingWords(shadow.state())
    return failing === '' ? context.text(`recording\n${lost}`) : context.text(`${failing}${lost}`, 503)
  })
  app.get('/metrics', async (context) => {
    context.header('content-type', metrics.contentType)
    return context.body(await metrics.metrics())
  })
  app.get('/state', (context) => context.json(shadow.state()))
  app.post('/pause', (context) => switched(context, shadow, shadow.pause))
  app.post('/resume', (context) => switched(context, shadow, shadow.resume))
  return app
}

/** Returns one line each, or an empty string. */
function recordingWords({ recording }: ShadowState): { readonly failing: string; readonly lost: string } {
  return {
    failing: recording.failing ? 'the recording cannot be written: what is mirrored is lost and counted\n' : '',
    lost: recording.lost === 0 ? '' : `the recording was lost and begun again, ${recording.lost} times\n`,
  }
}

function switched(context: Context, shadow: Administered, turn: () => void): Response {
  turn()
  return context.json({ paused: shadow.state().mirror.paused })
}

/** Refuses requests from other sites, so that a page open in an operator's browser cannot press our buttons: browsers send Origin. */
const sameSite: MiddlewareHandler = async (context, next) => {
  if (context.req.header('origin') !== undefined) return context.text('Not for browsers.\n', 403)
  return next()
}

function bearer(token: string): MiddlewareHandler {
  const expected = Buffer.from(`Bearer ${token}`)
  return async (context, next) => {
    const given = Buffer.from(context.req.header('authorization') ?? '')
    if (given.length === expected.length && timingSafeEqual(given, expected)) return next()
    return context.text('A bearer token is needed: see adminTokenFile.\n', 401)
  }
}

export interface AdminListener {
  readonly url: string
  close(): Promise<void>
}

export async function openAdmin(app: Hono, host: string, port: number): Promise<AdminListener> {
  const server = serve({ fetch: app.fetch, hostname: host, port }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('listening', () => resolve())
    server.once('error', (cause) => {
      const text = `The admin listener cannot use ${host}:${port}. Choose another address with --admin.`
      reject(new SosieError('SOSIE_E_LISTEN', text, { cause }))
    })
  })
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
