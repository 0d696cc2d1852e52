import { parentPort, workerData } from 'node:worker_threads'
import { isSosieError } from '../../base/errors.js'
import { offerUnpacker } from '../../mirror/offer-batch.js'
import { assembleMirror, type Mirror } from './assemble.js'
import type { MirrorStart, FromMirror, ToMirror } from './messages.js'

/**
 * The mirror's thread: asks the other legs, and runs the taps and the verifier as threads of its own. When it dies, a new one takes over;
 * users notice neither (ADR 0011).
 */
const stateMs = 200
const unpack = offerUnpacker()

const opening = assembleMirror(workerData as MirrorStart, {
  finding: (finding) => say({ type: 'finding', finding }),
  fault: (message) => say({ type: 'fault', message }),
  notice: (notice) => say({ type: 'notice', notice }),
})
opening.then(
  (mirror) => {
    say({ type: 'ready' })
    setInterval(() => say({ type: 'state', state: mirror.state() }), stateMs).unref()
    parentPort?.on('message', (message: ToMirror) => receive(message, mirror))
  },
  (error: unknown) => {
    const code = isSosieError(error) ? error.code : 'SOSIE_E_INTERNAL'
    say({ type: 'failed', code, message: error instanceof Error ? error.message : String(error) })
    parentPort?.close()
  },
)

function receive(message: ToMirror, mirror: Mirror): void {
  switch (message.type) {
    case 'offers':
      for (const crossing of unpack(message.batch)) mirror.take(crossing)
      return
    case 'missed':
      return mirror.missed()
    case 'counts':
      return mirror.counts(message.counts)
    case 'pause':
      return mirror.dispatcher.pause()
    case 'resume':
      return mirror.dispatcher.resume()
    case 'begin':
      return mirror.begin()
    case 'finish':
      return endAfter(mirror.finish(message.counts, message.phases), mirror)
    case 'close':
      return endAfter(mirror.close(), mirror)
  }
}

function endAfter(work: Promise<void>, mirror: Mirror): void {
  void work.then(() => {
    say({ type: 'state', state: mirror.state() })
    say({ type: 'ended' })
    parentPort?.close()
  })
}

function say(message: FromMirror): void {
  parentPort?.postMessage(message)
}
