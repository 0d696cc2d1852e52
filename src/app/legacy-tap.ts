import type { Forwarder } from '../proxy/forwarder.js'
import type { Forwarders } from '../proxy/live-proxy.js'
import { openLiveTap, type LiveTapHandle } from '../tap/live/open-live-tap.js'
import type { Config } from '../config/schema.js'
import { SosieError } from '../base/errors.js'
import { routeOf } from '../model/route.js'
import { tapSettings } from './taps.js'

/** Opens the tap between live legacy and its database; undefined when none is configured. */
export async function openLegacyTap(
  { legacy, control }: Config,
  fault: (message: string) => void,
): Promise<LiveTapHandle | undefined> {
  const { tap } = legacy
  if (tap === undefined) return undefined
  if (control !== undefined && control.lanes?.every((lane) => lane.tap !== undefined) !== true) {
    const text =
      "legacy.tap cannot tell control's statements from users': give each lane of control a tap of its own, or leave control out."
    throw new SosieError('SOSIE_E_CONFIG_INVALID', text)
  }
  const settings = await tapSettings('legacy', tap)
  return openLiveTap({ ...settings, matchProcesses: tap.match === 'process', accessLog: tap.accessLog }, fault)
}

/** Wraps the forwarders to tell the tap on live legacy when each request goes to legacy and when legacy is done with it. */
export function marking(forwarders: Forwarders, tap: LiveTapHandle | undefined): Forwarders {
  if (tap === undefined) return forwarders
  return { requests: marked(forwarders.requests, tap), offers: marked(forwarders.offers, tap) }
}

function marked(forwarder: Forwarder, tap: LiveTapHandle): Forwarder {
  return {
    close: () => forwarder.close(),
    forward(request, response, watcher) {
      let isOver = false
      const over = (whole: boolean): void => {
        if (!isOver) tap.ended(request.id, whole)
        isOver = true
      }
      const { id, method, target } = request
      tap.begun(id, { route: routeOf(method, target), target })
      response.once('close', () => over(response.writableFinished))
      forwarder.forward(request, response, {
        ...watcher,
        left: (port) => tap.sent(id, port),
        completed() {
          over(true)
          watcher.completed()
        },
        failed(failure) {
          over(false)
          watcher.failed(failure)
        },
        switched() {
          over(false)
          watcher.switched()
        },
      })
    },
  }
}
