import { parentPort } from 'node:worker_threads'

await import('../../dist/verifier/main.js')

/** The verifier thread, but for one thing: a pair for /die kills it, as a fault of ours would. */
parentPort.on('message', (message) => {
  if (message.type === 'pair' && message.pair.request.target === '/die') throw new Error('killed by the test')
})
