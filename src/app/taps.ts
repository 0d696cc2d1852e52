import type { PassThroughSettings } from '../tap/pass-through.js'
import { tapTls } from '../config/files.js'
import { tapAddress, type NamedLane } from '../config/legs.js'
import type { TapConfig } from '../config/schema.js'

/** Returns the settings of the taps of the lanes that have one, with their certificate files read. */
export async function lanesTaps(lanes: readonly NamedLane[]): Promise<PassThroughSettings[]> {
  const tapped = lanes.flatMap(({ name, config: { tap } }) => (tap === undefined ? [] : [{ name, tap }]))
  return Promise.all(tapped.map(({ name, tap }) => tapSettings(name, tap)))
}

export async function tapSettings(name: string, tap: TapConfig): Promise<PassThroughSettings> {
  return { name, listen: tapAddress(tap.listen), target: tapAddress(tap.target), tls: await tapTls(tap) }
}
