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

const builtBoutique: string = '../../lab/dist/applications/boutique.js'
const builtMends: string = '../../lab/dist/applications/mends.js'

/** The boutique whose defects can be mended one by one while it runs. @param pages folder of the candidate's copy; made. */
export async function startMendableBoutique(
  pages: string,
): Promise<{ readonly lab: Lab; readonly mend: (defect: string) => Promise<void> }> {
  const { boutiqueOn } = (await import(builtBoutique)) as { boutiqueOn: (pages: string) => MakeApplication }
  const mends = (await import(builtMends)) as { mend: (defect: string, pages: string) => Promise<void> }
  return { lab: await startRealStacks(boutiqueOn(pages)), mend: (defect) => mends.mend(defect, pages) }
}
