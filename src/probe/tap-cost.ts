import { median } from 'simple-statistics'
import type { AskDatabase } from '../model/ports.js'

/** Maximum number of rounds, and the milliseconds that they may take together. */
const rounds = 100
const maxMs = 500

/**
 * Returns the milliseconds that a tap adds to a statement that costs nothing else, asked in turn through the tap and
 * past it: the median of the differences.
 */
export async function tapCostMs(through: AskDatabase, past: AskDatabase): Promise<number> {
  const started = performance.now()
  const added: number[] = []
  while (added.length < rounds && (added.length === 0 || performance.now() - started < maxMs)) {
    const [first, second] = added.length % 2 === 0 ? [through, past] : [past, through]
    const times = [(await first.time('SELECT 1')).ms, (await second.time('SELECT 1')).ms]
    const [one = 0, other = 0] = times
    added.push(first === through ? one - other : other - one)
  }
  return Math.max(0, median(added))
}
