import { executedTokens } from './log-replay.js'
import type { Token } from './lexer.js'

/** Why two runs of a statement may give different answers with nothing wrong. */
export type Undetermined =
  | 'clock'
  | 'random'
  | 'connection' // who asks, and on which connection
  | 'server' // what a server says about itself: its version, variables, status, plans
  | 'writes' // earlier writes, which were not made here

const functions: readonly (readonly [Undetermined, string])[] = [
  [
    'clock',
    'NOW SYSDATE CURDATE CURTIME CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP LOCALTIME LOCALTIMESTAMP UTC_DATE UTC_TIME UTC_TIMESTAMP',
  ],
  ['random', 'RAND UUID UUID_SHORT RANDOM_BYTES'],
  ['connection', 'CONNECTION_ID USER CURRENT_USER SESSION_USER SYSTEM_USER PS_CURRENT_THREAD_ID'],
  ['server', 'VERSION'],
  ['writes', 'LAST_INSERT_ID ROW_COUNT'],
]
const byName = new Map(functions.flatMap(([why, names]) => names.split(' ').map((name) => [name, why] as const)))
/** Functions that may be called without brackets. */
const bare = new Set(
  'CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP LOCALTIME LOCALTIMESTAMP CURRENT_USER UTC_DATE UTC_TIME UTC_TIMESTAMP'.split(
    ' ',
  ),
)

/** What SHOW reports about the server instead of the data. */
const ofTheServer = new Set(
  'VARIABLES STATUS PROCESSLIST ENGINE ENGINES PLUGINS GRANTS PRIVILEGES MASTER SLAVE BINARY REPLICA REPLICAS PROFILE PROFILES OPEN CHARSET CHARACTER COLLATION INDEX INDEXES KEYS'.split(
    ' ',
  ),
)

/** Returns why the answer may vary; undefined if the text and the data determine it. */
export function undeterminedBy(sql: string): Undetermined | undefined {
  const tokens = [...executedTokens(sql)]
  for (const [at, token] of tokens.entries()) {
    const why = ofToken(token, tokens[at + 1]?.text)
    if (why !== undefined) return why
    // With an argument it converts a time, without one it is the clock.
    const isCall = token.kind === 'word' && token.text.toUpperCase() === 'UNIX_TIMESTAMP'
    if (isCall && tokens[at + 1]?.text === '(' && tokens[at + 2]?.text === ')') return 'clock'
  }
  const first = tokens.find(({ kind }) => kind === 'word')?.text.toUpperCase()
  if (first === 'EXPLAIN') return 'server'
  if (first === 'SHOW') return tokens.some(({ text }) => ofTheServer.has(text.toUpperCase())) ? 'server' : undefined
  return undefined
}

function ofToken({ kind, text }: Token, next: string | undefined): Undetermined | undefined {
  const name = text.toUpperCase()
  if (kind === 'variable') return name.startsWith('@@') ? 'server' : undefined
  if (kind === 'quoted-name' || kind === 'word') {
    const plain = kind === 'word' ? name : name.slice(1, -1)
    if (plain === 'PERFORMANCE_SCHEMA' || plain === 'INNODB_METRICS' || plain === 'PROCESSLIST') return 'server'
  }
  if (kind !== 'word' || (next !== '(' && !bare.has(name))) return undefined
  return byName.get(name)
}
