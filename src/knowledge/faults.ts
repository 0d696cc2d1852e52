import type { Fault } from '../model/fault.js'
import type { PairLeg, ReadPair } from '../compare/read/pair.js'

/** Returns what is wrong with a leg's answer by itself, without comparing it. */
export function faultsOf(pair: ReadPair, leg: PairLeg): Fault[] {
  const faults: Fault[] = (pair[leg]?.response?.status ?? 0) >= 500 ? ['server-error'] : []
  return pair.uncaught(leg) === undefined ? faults : [...faults, 'uncaught-error']
}
