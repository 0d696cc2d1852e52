import { readFileSync, statSync } from 'node:fs'
import { hasUrlPassword } from '../redact/url-passwords.js'

const databaseFlags: ReadonlyMap<string, string> = new Map([
  ['--legacy-db', 'SOSIE_LEGACY_DB'],
  ['--candidate-db', 'SOSIE_CANDIDATE_DB'],
])

/** Returns warnings about passwords that other users of this machine can read: in arguments, or in a file that everybody may read. */
export function exposedPasswords(argv: readonly string[]): string[] {
  const given = argumentsOf(argv)
  return [
    ...given.flatMap(({ flag, value }) => (hasUrlPassword(value) ? [inArgument(flag)] : [])),
    ...given.flatMap(({ flag, value }) => {
      const file = flag === '--config' ? value : databaseFlags.has(flag) && value.startsWith('@') ? value.slice(1) : ''
      return isReadByAll(file)
        ? [`${file} holds a password and every user of this machine can read it: chmod 600 it.`]
        : []
    }),
  ]
}

function inArgument(flag: string): string {
  const variable = databaseFlags.get(flag)
  const instead =
    variable === undefined
      ? 'Write it into sosie.yaml (--config), readable for you alone.'
      : `Give the DSN in ${variable}, in a file (${flag} @FILE) or on standard input (${flag} -).`
  return `The password in ${flag} shows in the process list of this machine. ${instead}`
}

interface Argument {
  /** `an argument` when no flag precedes the value. */
  readonly flag: string
  readonly value: string
}

/** Pairs each value with its flag, from `--flag value` or `--flag=value`. */
function argumentsOf(argv: readonly string[]): Argument[] {
  return argv.map((word, index) => {
    const [, flag, value = ''] = /^(--[\w-]+)=([^]*)$/.exec(word) ?? []
    if (flag !== undefined) return { flag, value }
    const before = argv[index - 1] ?? ''
    return { flag: before.startsWith('--') && !before.includes('=') ? before : 'an argument', value: word }
  })
}

function isReadByAll(file: string): boolean {
  if (file === '') return false
  try {
    return (statSync(file).mode & 0o004) !== 0 && hasUrlPassword(readFileSync(file, 'utf8'))
  } catch {
    return false // whatever opens the file later reports the error
  }
}
