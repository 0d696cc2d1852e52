import type { DriftReport } from '../drift/model.js'
import { checkDrift, type DriftEvents, type DriftOptions } from '../drift/drift.js'
import { openSide, type SideSettings } from '../drift/side.js'

export type { DriftEvents, DriftOptions } from '../drift/drift.js'

/** Compares the data of two databases, given as DSNs. */
export async function compareData(
  dsns: { readonly legacy: string; readonly candidate: string },
  options: DriftOptions & SideSettings,
  events: DriftEvents,
  signal: AbortSignal,
): Promise<DriftReport> {
  const legacy = await openSide('legacy', dsns.legacy, options)
  try {
    const candidate = await openSide('candidate', dsns.candidate, options)
    try {
      return await checkDrift({ legacy, candidate }, options, events, signal)
    } finally {
      await candidate.close()
    }
  } finally {
    await legacy.close()
  }
}
