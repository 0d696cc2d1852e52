import { parentPort, workerData } from 'node:worker_threads'
import type { FromVerifier, ToVerifier, VerifierStart } from './messages.js'
import { Verifier } from './verifier.js'

/** The verifier's thread. */
const verifier = new Verifier(workerData as VerifierStart, (message: FromVerifier) => {
  parentPort?.postMessage(message)
  // A verifier that cannot open its recording does no work: the end of its thread is noticed, and the next one tries again.
  if (message.type === 'ended' || message.type === 'failed') parentPort?.close()
})
parentPort?.on('message', (message: ToVerifier) => void verifier.receive(message))
await verifier.open()
