import { Option, type Command } from 'commander'
import { readFile } from 'node:fs/promises'
import { differencesBetween, maxDifferences } from '../compare/compare.js'
import { noHosts, shown } from '../compare/comparator.js'
import { sentenceOf } from '../compare/sentence.js'
import { savedAnswer } from '../compare/saved-answer.js'
import { SosieError } from '../base/errors.js'
import type { Difference } from '../model/difference.js'
import type { Exchange } from '../model/exchange.js'
import type { Output } from './output.js'

/** Content-Types by the word that `--type` accepts for them. */
const mediaTypes: Readonly<Record<string, string>> = {
  json: 'application/json',
  html: 'text/html',
  xml: 'application/xml',
  csv: 'text/csv',
  text: 'text/plain',
  binary: 'application/octet-stream',
}

interface DiffFlags {
  readonly type?: string
  readonly json?: true
}

export function diffCommand(program: Command, output: Output, finish: (status: number) => void): void {
  program
    .command('diff')
    .summary('compare two saved bodies or HTTP answers as a run would')
    .description(
      'Compares two files with the comparators of a run. A file that begins with a status line (HTTP/1.1 200 OK) is a whole answer ' +
        'with header fields and body, as curl -i saves it; anything else is a body.',
    )
    .argument('<left>', "the old stack's")
    .argument('<right>', "the new stack's")
    .addOption(new Option('--type <type>', 'what the bodies are; guessed without it').choices(Object.keys(mediaTypes)))
    .option('--json', 'the differences as JSON')
    .addHelpText(
      'after',
      '\nExit status: 0 the same, 1 different, 2 bad input.\n\nExamples:\n  sosie diff old.json new.json\n  curl -si http://old/feed > old.http; curl -si http://new/feed > new.http; sosie diff old.http new.http\n',
    )
    .action(async (left: string, right: string, flags: DiffFlags) => {
      const [legacy, candidate] = await Promise.all([exchangeOf(left, flags.type), exchangeOf(right, flags.type)])
      const found = differencesBetween(legacy, candidate, { identicalBodies: false, hosts: noHosts }).map(shown)
      output.result(flags.json === true ? JSON.stringify(found, null, 2) : inWords(found))
      finish(found.length === 0 ? 0 : 1)
    })
}

async function exchangeOf(file: string, type: string | undefined): Promise<Exchange> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new SosieError('SOSIE_E_NOT_READABLE', `${file} cannot be read. Give two files to compare.`, { cause })
  })
  const response = savedAnswer(bytes, type === undefined ? undefined : mediaTypes[type])
  if (response === undefined)
    throw new SosieError('SOSIE_E_NOT_READABLE', `${file} begins as an HTTP answer, but its header fields do not end.`)
  return { leg: 'legacy', response, timing: { total: 0 }, statements: [], attribution: 'none' }
}

function inWords(differences: readonly Difference[]): string {
  if (differences.length === 0) return 'The same.'
  const more = differences.length >= maxDifferences ? ', and more that are not shown' : ''
  const count = differences.length === 1 ? '1 difference' : `${differences.length} differences`
  return [
    ...differences.map((difference) => `${labelOf(difference)}${sentenceOf(difference)}`),
    `${count}${more}.`,
  ].join('\n')
}

function labelOf({ part }: Difference): string {
  return part === 'body' ? '' : `[${part}] `
}
