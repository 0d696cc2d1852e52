import { databaseOfUse } from '../use.js'
import type { LogReader, TakeEntry } from './entry.js'
import { textSoFar, type TextSoFar } from './text-so-far.js'

/**
 * Reads the slow query log of MySQL 5.1 to 9, Percona Server and MariaDB (Reference Manual, "The Slow Query Log"): header lines that begin
 * with `#`, then perhaps `use db;` and `SET timestamp=…;`, and the statement, which ends with a semicolon. Each server adds header lines of
 * its own, so before a statement every `#` line is one; within a statement, where `#` begins a comment, only known ones are.
 */
export function slowLogReader(take: TakeEntry): LogReader {
  let session = ''
  let started = false
  let body: TextSoFar | undefined
  let lastLine = ''

  const flush = (): void => {
    if (body === undefined) return
    const { line } = body
    const text = body.text()
    body = undefined
    if (text === undefined) take({ kind: 'too-long', session, line })
    else if (!lastLine.trimEnd().endsWith(';')) take({ kind: 'cut', session, line })
    else take({ kind: 'statement', session, sql: withoutSemicolon(text), line })
  }
  const administrator = (command: string, line: number): void => {
    if (command.startsWith('Quit')) take({ kind: 'quit', session, line })
    if (command.startsWith('Connect')) take({ kind: 'connect', session, line })
  }
  const header = (text: string, line: number): void => {
    flush()
    started = true
    if (text.startsWith('# User@Host:')) session = sessionOf(text)
    // MariaDB and Percona Server name the thread on a line of its own.
    else if (text.startsWith('# Thread_id:')) session = /\d+/.exec(text)?.[0] ?? session
    else if (text.startsWith('# administrator command:')) administrator(text.slice(25), line)
  }
  const preamble = (text: string, line: number): boolean => {
    const database = text.endsWith(';') ? databaseOfUse(text) : undefined
    if (database !== undefined) take({ kind: 'database', session, database, line })
    return (
      database !== undefined || /^SET (?:(?:last_insert_id|insert_id)=\d+,\s*)*timestamp=\d+(?:\.\d+)?;$/.test(text)
    )
  }
  const content = (text: string, line: number): void => {
    if (body === undefined && (text === '' || preamble(text, line))) return
    body ??= textSoFar(line)
    body.add(text)
    lastLine = text
  }

  return {
    line(text, number) {
      if (isHeader(text) || (started && body === undefined && text.startsWith('#'))) header(text, number)
      else if (isBanner(text)) flush()
      else if (started) content(text, number) // else the end of a statement whose beginning is in another file
    },
    end: flush,
  }
}

const knownHeaders =
  /^# (?:Time: [\dT]|User@Host: |Query_time: [\d.]|Thread_id: \d|Schema: |administrator command: |Bytes_sent: |Tmp_tables: |QC_Hit: |Full_scan: |Filesort: |InnoDB_|No InnoDB|Rows_affected: |Log_slow_|Stored_routine: |Profile_)/i

function isHeader(text: string): boolean {
  return text.startsWith('# ') && knownHeaders.test(text)
}

/** True for a line that a server writes when it starts or the log is flushed. */
export function isBanner(text: string): boolean {
  return (
    /, Version: \S+ \(.*\)\. started with:$/.test(text) ||
    /^Tcp port: /i.test(text) ||
    /^Time\s+Id\s+Command\s+Argument$/.test(text)
  )
}

/** Returns the id in `# User@Host: app[app] @ localhost [127.0.0.1]  Id:     5`; the user and host if there is no id, as before 5.6.2. */
function sessionOf(text: string): string {
  return /\bId:\s*(\d+)\s*$/.exec(text)?.[1] ?? text.slice(13)
}

export function withoutSemicolon(text: string): string {
  return text.replace(/[;\s]+$/, '')
}

/** True for a line that only a slow log has. */
export function looksSlow(text: string): boolean {
  return /^# (?:Time: |User@Host: |Query_time: )/.test(text)
}
