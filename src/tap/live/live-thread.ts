import { parentPort, workerData } from 'node:worker_threads'
import { clockFrom } from './clock.js'
import { runLiveTap, type LiveTap } from './live-tap.js'
import type { FromLiveTap, LiveTapStart, ToLiveTap } from './messages.js'

/**
 * The thread of the tap on live legacy. Apart from the mirror's thread, whose death must not cut a live connection to
 * the database.
 */
const start = workerData as LiveTapStart
const countsMs = 200

runLiveTap(start, clockFrom(start.epoch), (message) => say({ type: 'fault', message })).then(
  (tap) => {
    say({ type: 'open' })
    const telling = setInterval(() => say({ type: 'counts', counts: { ...tap.counts } }), countsMs)
    parentPort?.on('message', (message: ToLiveTap) => {
      if (message.type === 'marks') tap.marks(message.marks)
      else if (message.type === 'asker') tap.answerTo(message.port)
      else void close(tap, telling)
    })
  },
  (error: unknown) => say({ type: 'cannot-listen', reason: error instanceof Error ? error.message : String(error) }),
)

async function close(tap: LiveTap, telling: NodeJS.Timeout): Promise<void> {
  clearInterval(telling)
  await tap.close()
  say({ type: 'counts', counts: { ...tap.counts } })
  say({ type: 'closed' })
}

function say(message: FromLiveTap): void {
  parentPort?.postMessage(message)
}
