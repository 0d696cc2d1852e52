import { parentPort, workerData } from 'node:worker_threads'
import { isSosieError } from '../../base/errors.js'
import { offerUnpacker } from '../../mirror/offer-batch.js'
import { openBehind, type Behind } from './assemble.js'
import type { BehindStart, FromBehind, ToBehind } from './messages.js'

/**
 * The mirror's thread: asks the other legs, and has the taps and the verifier as threads of its own. When it dies, a new one takes
 * over; users notice neither (ADR 0011).
 */
const stateMs = 200
const unpack = offerUnpacker()

const opening = openBehind(workerData as BehindStart, {
  finding: (finding) => say({ type: 'finding', finding }),
  fault: (message) => say({ type: 'fault', message }),
  notice: (notice) => say({ type: 'notice', notice }),
})
opening.then(
  (behind) => {
    say({ type: 'ready' })
    setInterval(() => say({ type: 'state', state: behind.state() }), stateMs).unref()
    parentPort?.on('message', (message: ToBehind) => receive(message, behind))
  },
  (error: unknown) => {
    const code = isSosieError(error) ? error.code : 'SOSIE_E_INTERNAL'
    say({ type: 'failed', code, message: error instanceof Error ? error.message : String(error) })
    parentPort?.close()
  },
)

function receive(message: ToBehind, behind: Behind): void {
  switch (message.type) {
    case 'offers':
      for (const crossing of unpack(message.batch)) behind.take(crossing)
      return
    case 'missed':
      return behind.missed()
    case 'counts':
      return behind.counts(message.counts)
    case 'pause':
      return behind.dispatcher.pause()
    case 'resume':
      return behind.dispatcher.resume()
    case 'begin':
      return behind.begin()
    case 'finish':
      return endAfter(behind.finish(message.counts, message.phases), behind)
    case 'close':
      return endAfter(behind.close(), behind)
  }
}

function endAfter(work: Promise<void>, behind: Behind): void {
  void work.then(() => {
    say({ type: 'state', state: behind.state() })
    say({ type: 'ended' })
    parentPort?.close()
  })
}

function say(message: FromBehind): void {
  parentPort?.postMessage(message)
}
