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
const builtFixes: string = '../../lab/dist/applications/fixes.js'

/** The boutique whose defects can be fixed one by one while it runs. @param pages folder of the candidate's copy; made. */
export async function startFixableBoutique(
  pages: string,
): Promise<{ readonly lab: Lab; readonly fix: (defect: string) => Promise<void> }> {
  const { boutiqueOn } = (await import(builtBoutique)) as { boutiqueOn: (pages: string) => MakeApplication }
  const fixes = (await import(builtFixes)) as { fix: (defect: string, pages: string) => Promise<void> }
  return { lab: await startRealStacks(boutiqueOn(pages)), fix: (defect) => fixes.fix(defect, pages) }
}
