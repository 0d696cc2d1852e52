import { clearInterval, setInterval } from 'node:timers'
import { parentPort } from 'node:worker_threads'

await import('../../dist/app/mirror-thread/main.js')

/** The mirror's thread, but for one thing: an offer for /die kills it, as a fault of ours would. */
const listening = setInterval(() => {
  if (parentPort.listenerCount('message') === 0) return // a listener of ours would take what is not for us
  clearInterval(listening)
  parentPort.on('message', (message) => {
    if (message.type === 'offers' && message.batch.texts.includes('/die')) throw new Error('killed by the test')
  })
}, 5)
