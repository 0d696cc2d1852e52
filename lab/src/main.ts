import { Command, InvalidArgumentError, Option } from 'commander'
import { cacheFolder } from './fetch/cache.js'
import { startLab, type Lab, type LabOptions, type LabPart } from './lab.js'
import { choosePrograms } from './parts/choice.js'

const tell = (line: string): void => void process.stderr.write(`${line}\n`)

interface UpFlags {
  readonly hybrids?: true
  readonly displayErrors: 'on' | 'off'
  readonly outputBuffering: number
  readonly lanes?: number
  readonly legacyWorkers?: number
  readonly candidateWorkers?: number
  readonly json?: true
}

const program = new Command('lab')
  .description(
    'The real stacks of the demo and the tests: PHP 7.4 + MySQL 5.7 beside PHP 8.1 + MySQL 8 or its successor.',
  )
  .addHelpText(
    'after',
    `\nParts that the machine lacks are fetched once into ${cacheFolder()} (SOSIE_LAB_CACHE names another folder).`,
  )

program
  .command('up')
  .description('start everything, print the endpoints, stay until Ctrl-C')
  .option('--hybrids', 'also PHP 8.1 on MySQL 5.7, and PHP 7.4 on the new MySQL')
  .addOption(new Option('--display-errors <on|off>', "PHP's display_errors").choices(['on', 'off']).default('off'))
  .option('--output-buffering <bytes>', "PHP's output_buffering", bytes, 0)
  .option('--lanes <n>', 'lanes of candidate and of control (default 2)', count)
  .option('--legacy-workers <n>', 'PHP workers of live legacy (default 6)', count)
  .option('--candidate-workers <n>', 'also the new stack at one address without lanes, with so many PHP workers', count)
  .option('--json', 'print one JSON document when it is up')
  .action(up)

program
  .command('fetch')
  .description('fetch what the machine lacks, and say which versions run')
  .action(async () => {
    const programs: Readonly<Record<string, Pick<LabPart, 'version' | 'source'>>> = { ...(await choosePrograms(tell)) }
    for (const [part, { version, source }] of Object.entries(programs)) {
      tell(`${part.padEnd(16)} ${version.padEnd(10)} ${source}`)
    }
  })

async function up(flags: UpFlags): Promise<void> {
  const lab = await startLab({
    ...layoutFlags(flags),
    hybrids: flags.hybrids === true,
    displayErrors: flags.displayErrors === 'on',
    outputBuffering: flags.outputBuffering,
    onProgress: tell,
  })
  if (flags.json === true) process.stdout.write(`${JSON.stringify(lab)}\n`)
  else tell(tableOf(lab))
  const stop = (): void => void lab.stop().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

/** Returns only the flags that were given. */
function layoutFlags({ lanes, legacyWorkers, candidateWorkers }: UpFlags): LabOptions {
  return {
    ...(lanes === undefined ? {} : { lanes }),
    ...(legacyWorkers === undefined ? {} : { legacyWorkers }),
    ...(candidateWorkers === undefined ? {} : { candidateWorkers }),
  }
}

function tableOf({ parts, legacy, candidate, control, plainCandidate, hybrids, configFile }: Lab): string {
  const lanes = [
    ...candidate.lanes.map((lane) => ['candidate', lane] as const),
    ...control.lanes.map((lane) => ['control', lane] as const),
  ]
  return [
    ...parts.map(
      ({ part, version, source, settings }) =>
        `${part.padEnd(16)} ${version.padEnd(9)} ${source.padEnd(11)} ${settings}`,
    ),
    '',
    `live legacy      ${legacy.url}  database ${legacy.database}`,
    ...lanes.map(
      ([leg, { url, tap }]) => `${`${leg} lane`.padEnd(16)} ${url}  database through the tap at ${tap.listen}`,
    ),
    ...(plainCandidate === undefined ? [] : [`candidate        ${plainCandidate.url}  without lanes`]),
    ...(hybrids === undefined ? [] : [`hybrid php       ${hybrids.php.url}`, `hybrid mysql     ${hybrids.mysql.url}`]),
    '',
    'A lane has a database only while Sosie runs, since its tap stands between them:',
    `  npx sosie shadow --config ${configFile}`,
    'Ctrl-C stops everything.',
  ].join('\n')
}

function bytes(text: string): number {
  return wholeNumber(text, 'It must be a whole number of bytes.')
}

function count(text: string): number {
  const value = wholeNumber(text, 'It must be a whole number from 1 to 200.')
  if (value < 1 || value > 200) throw new InvalidArgumentError('It must be a whole number from 1 to 200.')
  return value
}

function wholeNumber(text: string, complaint: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError(complaint)
  return Number(text)
}

try {
  await program.parseAsync()
} catch (error) {
  tell(`lab: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 3
}
