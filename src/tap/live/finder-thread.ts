import { parentPort, workerData } from 'node:worker_threads'
import { workerFinder } from './workers.js'

/** A process to look up, outside the tap's thread. Requests that arrive during a look share the next one. */
export interface ToFinder {
  readonly visit: number
  readonly clientPort: number
}

export interface FromFinder {
  readonly visit: number
  readonly pid: number | undefined
}

const finder = workerFinder(workerData as number)
let asked: ToFinder[] = []

parentPort?.on('message', (message: ToFinder) => {
  if (asked.push(message) === 1) setImmediate(answerAll)
})

function answerAll(): void {
  const all = asked
  asked = []
  const pids = finder.find(all.map(({ clientPort }) => clientPort))
  all.forEach(({ visit }, index) => {
    const found: FromFinder = { visit, pid: pids[index] }
    parentPort?.postMessage(found)
  })
}
