import { SosieError } from '../../base/errors.js'
import { openLogFile } from '../../sql-comparison/ask/log-file.js'
import type { Comparison } from '../../sql-comparison/ask/comparison.js'
import type { RunReader, StatementLeg } from '../../model/store.js'
import { storeAt } from '../../store/stores.js'
import type { SqlRun } from '../../sql-comparison/report-model.js'
import type { LogEntry } from '../../sql/log/entry.js'

/** Where statements come from. */
export type SqlSource = { readonly log: string } | { readonly recording: string; readonly run: string }

/** An opened source. */
export interface Statements {
  /** Passes all statements to the comparison as fast as it has room. Resolves with what a reader should know about the source. */
  feed(comparison: Comparison, more: () => boolean): Promise<string[]>
  /** Describes the source; known once it was fed. */
  describe(): SqlRun['source']
  /** Fraction that was read, 0 to 1; undefined when unknown. */
  share(): number | undefined
}

export function openSource(source: SqlSource): Promise<Statements> {
  return 'log' in source ? ofLog(source.log) : ofRun(source.recording, source.run)
}

async function ofLog(name: string): Promise<Statements> {
  const file = await openLogFile(name)
  return {
    async feed(comparison, more) {
      const notes: string[] = []
      const take = (entry: LogEntry): Promise<void> | undefined => {
        if (entry.kind === 'cut') notes.push(cutNote(name, entry.line))
        return more() ? give(comparison, entry) : undefined
      }
      const complaint = await file.read(take, more)
      return complaint === undefined ? notes : [...notes, complaint]
    },
    describe: () => ({ kind: file.kind() === 'general' ? 'general log' : 'slow log', name }),
    share: () => file.share(),
  }
}

function cutNote(name: string, line: number): string {
  return `${name} is cut: the statement that begins at line ${line} does not end. It was left out, what stands before it was compared.`
}

function give(comparison: Comparison, entry: LogEntry): Promise<void> | undefined {
  switch (entry.kind) {
    case 'statement':
      return comparison.statement(entry.session, entry.sql, `line ${entry.line}`)
    case 'database':
      comparison.database(entry.session, entry.database)
      return undefined
    case 'connect':
    case 'quit':
      comparison.end(entry.session)
      return undefined
    case 'too-long':
    case 'cut':
      comparison.leaveOut(entry.kind)
      return undefined
  }
}

async function ofRun(db: string, which: string): Promise<Statements> {
  const reader = await storeAt(db).openReader()
  try {
    const { run } = await reader.run(which)
    const leg = await reader.legOfStatements(run.id)
    if (leg !== undefined) return statementsOf(reader, run.id, leg)
    const text = `Run ${run.id} holds no statements: no lane was tapped, or all its pairs were the same and kept none. Give a log instead.`
    throw new SosieError('SOSIE_E_UNREACHABLE', text)
  } catch (error) {
    await reader.close()
    throw error
  }
}

/** Returns the statements of one leg; the reader is closed when they were fed. */
function statementsOf(reader: RunReader, run: string, leg: StatementLeg): Statements {
  return {
    async feed(comparison, more) {
      try {
        for await (const { sql, pair, route, request } of reader.statements(run, leg)) {
          if (!more()) break
          const room = comparison.statement(String(pair), asBytes(sql), `${route}, request ${request}`)
          if (room !== undefined) await room
        }
      } finally {
        await reader.close()
      }
      return runNotes(leg)
    },
    describe: () => ({ kind: 'run', name: run }),
    share: () => undefined,
  }
}

function runNotes(leg: StatementLeg): string[] {
  const whose = leg === 'control' ? "legacy's, seen on control's lanes" : "the candidate's: control was not tapped"
  return [
    `The statements are ${whose}. A run keeps statements of pairs that differ only, and hides secrets in them: what was hidden cannot be asked.`,
  ]
}

function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
