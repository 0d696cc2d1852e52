import { parentPort, workerData } from 'node:worker_threads'
import { workerFinder } from './workers.js'

/** Looks processes up apart from the tap's thread: reading the kernel's tables takes from 0.2 ms to several. */
export interface ToFinder {
  readonly visit: number
  readonly clientPort: number
}

export interface FromFinder {
  readonly visit: number
  readonly pid: number | undefined
}

const finder = workerFinder(workerData as number)
parentPort?.on('message', ({ visit, clientPort }: ToFinder) => {
  const found: FromFinder = { visit, pid: finder.find(clientPort) }
  parentPort?.postMessage(found)
})
