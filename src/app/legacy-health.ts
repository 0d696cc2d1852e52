import type { Forwarder } from '../proxy/forwarder.js'
import type { Forwarders } from '../proxy/live-proxy.js'
import type { Notice } from '../model/notice.js'
import { stackWatch } from './mirror-thread/stack-watch.js'

/** Whether legacy accepts connections, judged by its users' requests. */
export interface LegacyHealth {
  readonly isDown: () => boolean
  close(): void
}

const lookMs = 1000

/**
 * Wraps the forwarders to watch their requests: each sets a flag, and a timer looks at it. While legacy is down the timer also connects to
 * it, so that its return is noticed even on a site without visitors.
 */
export function watchingHealth(
  forwarders: Forwarders,
  answers: () => Promise<boolean>,
  notice: (notice: Notice) => void,
): { readonly forwarders: Forwarders; readonly health: LegacyHealth } {
  let isDown = false
  const watch = stackWatch('legacy', () => performance.now(), notice)
  const timer = setInterval(() => {
    watch(isDown)
    if (isDown) void answers().then((answer) => (isDown &&= !answer))
  }, lookMs)
  timer.unref()
  const requests: Forwarder = {
    close: () => forwarders.requests.close(),
    forward(request, response, watcher) {
      forwarders.requests.forward(request, response, {
        ...watcher,
        answered(status, headers) {
          isDown = false
          watcher.answered(status, headers)
        },
        failed(failure) {
          isDown ||= failure.during === 'connect'
          watcher.failed(failure)
        },
      })
    },
  }
  return {
    forwarders: { ...forwarders, requests },
    health: { isDown: () => isDown, close: () => clearInterval(timer) },
  }
}
