import type { LogReader, TakeEntry } from './entry.js'
import { isBanner, withoutSemicolon } from './slow-log.js'
import { textSoFar, type TextSoFar } from './text-so-far.js'

/** Commands as the server names them (sql/sql_parse.cc, Command_names); a longer name comes before one that it begins with. */
const commands =
  'Query|Execute|Prepare|Connect Out|Connect|Init DB|Quit|Close stmt|Reset stmt|Reset Connection|Change user|Field List|' +
  'Ping|Statistics|Sleep|Daemon|Processlist|Process Kill|Kill|Refresh|Shutdown|Debug|Fetch|Long Data|Set option|Create DB|' +
  'Drop DB|Time|Delayed insert|Binlog Dump GTID|Binlog Dump|Table Dump|Register Slave|Register Replica|Error|Bulk_execute|Clone'

/**
 * Header of 5.6, `150101 12:00:00     5 Query     SELECT 1` (without the time if the second is the same as before), or of later versions,
 * `2020-01-01T00:00:00.000000Z     5 Query     …`.
 */
const headerLine = new RegExp(
  `^(?:\\d{6}\\s+\\d{1,2}:\\d\\d:\\d\\d|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\S*)?\\s+(\\d+) (${commands})\\s*?(?:\\t(.*))?$`,
)

/**
 * Reads the general query log (Reference Manual, "The General Query Log"): a line with a thread's number and a command begins an entry,
 * other lines continue it. `Execute` shows a prepared statement with its values; `Prepare`, which has none, adds nothing.
 */
export function generalLogReader(take: TakeEntry): LogReader {
  let session = ''
  let body: TextSoFar | undefined

  const flush = (whole: boolean): void => {
    if (body === undefined) return
    const { line } = body
    const text = body.text()
    body = undefined
    if (text === undefined) take({ kind: 'too-long', session, line })
    else if (!whole) take({ kind: 'cut', session, line })
    else if (text.trim() !== '') take({ kind: 'statement', session, sql: withoutSemicolon(text), line })
  }
  const begin = (command: string, argument: string, line: number): void => {
    if (command === 'Query' || command === 'Execute') {
      body = textSoFar(line)
      body.add(argument)
    } else if (command === 'Connect' || command === 'Change user') connected(argument, line)
    else if (command === 'Reset Connection') take({ kind: 'connect', session, line })
    else if (command === 'Init DB') take({ kind: 'database', session, database: argument, line })
    else if (command === 'Quit') take({ kind: 'quit', session, line })
  }
  const connected = (argument: string, line: number): void => {
    take({ kind: 'connect', session, line })
    const database = /^\S+@\S* (?:as .*? )?on (\S+)/.exec(argument)?.[1]
    // Without a database, 5.7 and later write `on  using Socket`, with two spaces.
    if (database !== undefined && database !== 'using') take({ kind: 'database', session, database, line })
  }

  return {
    line(text, number) {
      const [, id, command, argument = ''] = headerLine.exec(text) ?? []
      if (id !== undefined && command !== undefined) {
        flush(true)
        session = id
        begin(command, argument, number)
      } else if (isBanner(text)) flush(true)
      else body?.add(text)
    },
    end: flush,
  }
}

/** True for a line that only a general log has. */
export function looksGeneral(text: string): boolean {
  return headerLine.test(text)
}
