import { parentPort, workerData } from 'node:worker_threads'
import { workerFinder } from './workers.js'

/** Looks processes up apart from the tap's thread. Those that are asked for meanwhile share the next look. */
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
