import type { Command } from 'commander'
import { askDoctor, type DoctorQuestion } from '../app/doctor.js'
import { SosieError } from '../base/errors.js'
import { doctorHtml } from '../doctor/report/html.js'
import { doctorJson } from '../doctor/report/json.js'
import { doctorMarkdown } from '../doctor/report/markdown.js'
import { databasesOf, dsnHelp, withDatabaseOptions, type DatabaseFlags } from './databases.js'
import { doctorTable } from './doctor-table.js'
import type { Output } from './output.js'
import { writeReport } from './written-file.js'

interface DoctorFlags extends DatabaseFlags {
  readonly legacyPhpinfo?: string
  readonly candidatePhpinfo?: string
  readonly json?: true
  readonly markdown?: string
  readonly html?: string
}

const help = `
Nothing is changed on either server: it reads variables, information_schema and the accounts, and lets the new
server parse what it must hold, without running it. An account with SELECT, SHOW VIEW, TRIGGER and EVENT on the schema
and SELECT on mysql.user sees everything; what it may not see is a row that says so.

Exit status: 0 no blocker, 1 blockers, 2 bad usage, 3 a server cannot be reached, or Ctrl-C before the end.

Examples:
  sosie doctor --legacy-db @old.dsn --candidate-db @new.dsn
  sosie doctor --config sosie.yaml --html reports/doctor.html --markdown reports/doctor.md
  sosie doctor --config sosie.yaml --legacy-phpinfo http://old/info.php --candidate-phpinfo http://new/info.php
  sosie doctor --config sosie.yaml --json | jq '.rows[] | select(.severity == "blocker")'
`

export function doctorCommand(program: Command, output: Output, finish: (status: number) => void): void {
  withDatabaseOptions(
    program
      .command('doctor')
      .summary('compare both database servers, schemas and PHPs before any traffic')
      .description(
        'Compares settings, accounts and schema of both MySQL servers, and both PHPs where their phpinfo pages are given: what would break ' +
          'at the cut-over, why, and how to fix it. docs/doctor.md lists every check.',
      ),
  )
    .option('--legacy-phpinfo <url>', "a page of the old stack that calls phpinfo(), or a file with php -i's output")
    .option('--candidate-phpinfo <url>', 'the same of the new stack')
    .option('--json', 'the result as JSON on standard output')
    .option('--markdown <file>', 'also write it as Markdown')
    .option('--html <file>', 'also write it as a page')
    .addHelpText('after', dsnHelp + help)
    .action(async (flags: DoctorFlags) => {
      const databases = await databasesOf(flags)
      const phpinfo = phpinfoOf(flags)
      const report = await askDoctor({ ...databases, phpinfo, stop: stopOf(output), tell: progressOf(output) })
      output.result(flags.json === true ? doctorJson(report) : doctorTable(report))
      if (flags.markdown !== undefined) await writeReport(flags.markdown, doctorMarkdown(report), '--markdown', output)
      if (flags.html !== undefined) await writeReport(flags.html, doctorHtml(report), '--html', output)
      finish(report.totals.blocker > 0 ? 1 : report.complete ? 0 : 3)
    })
}

function phpinfoOf({ legacyPhpinfo, candidatePhpinfo }: DoctorFlags): DoctorQuestion['phpinfo'] {
  if (legacyPhpinfo === undefined && candidatePhpinfo === undefined) return undefined
  if (legacyPhpinfo === undefined || candidatePhpinfo === undefined)
    throw new SosieError(
      'SOSIE_E_USAGE',
      'To compare the PHPs both pages are needed: give --legacy-phpinfo and --candidate-phpinfo.',
    )
  return { legacy: legacyPhpinfo, candidate: candidatePhpinfo }
}

/** The first Ctrl-C ends the reading and shows what is known; a second one ends the process. */
function stopOf(output: Output): DoctorQuestion['stop'] {
  let asked = false
  const whenAsked = new Promise<void>((resolve) =>
    process.once('SIGINT', () => {
      asked = true
      output.tell('Ending: what is known so far follows.')
      resolve()
    }),
  )
  return { asked: () => asked, whenAsked }
}

/** Minimum milliseconds between two progress messages. */
const breath = 1000

function progressOf(output: Output): (progress: string) => void {
  let last = performance.now()
  return (progress) => {
    const now = performance.now()
    if (now - last < breath) return
    last = now
    output.tell(progress)
  }
}
