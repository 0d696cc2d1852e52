import { existsSync, rmSync } from 'node:fs'
import { setInterval } from 'node:timers'
import { isMainThread, workerData } from 'node:worker_threads'

/** Loaded before Sosie in each of its threads: that of the tap on live legacy dies as soon as this file is there, as a fault of ours would kill it. */
const death = process.env.SOSIE_TEST_DEATH
const lookMs = 5

const dieIfTold = () => {
  if (!existsSync(death)) return
  rmSync(death)
  throw new Error('killed by the test')
}
if (!isMainThread && workerData?.settings?.name === 'legacy') setInterval(dieIfTold, lookMs).unref()
