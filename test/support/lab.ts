import type { MakeApplication } from '../../lab/src/applications/application.js'
import type { Lab, LabOptions, startLab } from '../../lab/src/lab.js'

/** As built: the lab starts processes and reads files beside its own. */
const builtLab: string = '../../lab/dist/lab.js'
const builtWordpress: string = '../../lab/dist/applications/wordpress.js'

/** The real stacks, for one test file. */
export async function startRealStacks(application?: MakeApplication, options: LabOptions = {}): Promise<Lab> {
  const lab = (await import(builtLab)) as { startLab: typeof startLab }
  return lab.startLab(application === undefined ? options : { ...options, application })
}

export async function wordpressApplications(): Promise<{
  readonly wordpress: MakeApplication
  readonly plantedWordpress: MakeApplication
}> {
  return (await import(builtWordpress)) as Awaited<ReturnType<typeof wordpressApplications>>
}
