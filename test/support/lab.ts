import type { Lab } from '../../lab/src/lab.js'

/** As built: the lab starts processes and reads files beside its own. */
const builtLab: string = '../../lab/dist/lab.js'

/** The real stacks, for one test file. */
export async function startRealStacks(): Promise<Lab> {
  const { startLab } = (await import(builtLab)) as { startLab: () => Promise<Lab> }
  return startLab()
}
