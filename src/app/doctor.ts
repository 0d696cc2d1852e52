import { withoutCredentials } from '../config/legs.js'
import { examine, totalsOf } from '../doctor/examine.js'
import type { GatheredFacts, PhpFacts } from '../doctor/facts.js'
import { checks } from '../doctor/registry.js'
import { isSosieError } from '../base/errors.js'
import type { DoctorReport, DoctorSide } from '../doctor/model.js'
import { gatherFacts, withPhp } from '../doctor/gather/gather.js'
import { phpFactsAt } from '../doctor/gather/php-page.js'
import { errnoOf, type Reading, type Stop } from '../doctor/gather/reading.js'
import { openSession } from '../probe/session.js'

export interface DoctorQuestion {
  /** DSNs of both databases. */
  readonly legacy: string
  readonly candidate: string
  /** URLs of phpinfo pages, or files; undefined when PHP is not compared. */
  readonly phpinfo: { readonly legacy: string; readonly candidate: string } | undefined
  readonly stop: Stop
  readonly tell: (progress: string) => void
}

/** Compares two stacks before any traffic. Reads and prepares statements; changes nothing on either server. */
export async function askDoctor(question: DoctorQuestion): Promise<DoctorReport> {
  const php = await phpOf(question)
  const [legacy, candidate] = await openBoth(question)
  try {
    const facts = await gatherFacts(legacy, candidate)
    const sides =
      php === undefined
        ? facts
        : { legacy: withPhp(facts.legacy, php.legacy), candidate: withPhp(facts.candidate, php.candidate) }
    const { rows, made, notMade } = examine(sides.legacy, sides.candidate, checks)
    return {
      schema: 1,
      at: new Date().toISOString(),
      legacy: sideOf(question.legacy, sides.legacy),
      candidate: sideOf(question.candidate, sides.candidate),
      rows,
      totals: totalsOf(rows),
      checks: { made, notMade },
      complete: !question.stop.asked(),
    }
  } finally {
    // A server in the middle of a long answer would keep a person waiting who asked to stop.
    await Promise.race([Promise.all([legacy.session.close(), candidate.session.close()]), question.stop.whenAsked])
  }
}

async function phpOf({ phpinfo }: DoctorQuestion): Promise<Record<'legacy' | 'candidate', PhpFacts> | undefined> {
  if (phpinfo === undefined) return undefined
  const [legacy, candidate] = await Promise.all([
    phpFactsAt(phpinfo.legacy, '--legacy-phpinfo'),
    phpFactsAt(phpinfo.candidate, '--candidate-phpinfo'),
  ])
  return { legacy, candidate }
}

async function openBoth(question: DoctorQuestion): Promise<readonly [Reading, Reading]> {
  const connections = await Promise.allSettled([
    openReading('legacy', question.legacy, question),
    openReading('candidate', question.candidate, question),
  ])
  const [legacy, candidate] = connections
  if (legacy.status === 'fulfilled' && candidate.status === 'fulfilled') return [legacy.value, candidate.value]
  for (const one of connections) if (one.status === 'fulfilled') await one.value.session.close()
  throw connections.find((one) => one.status === 'rejected')?.reason
}

/** Connects without the schema if the account may not use it: the server is still visible, and what is hidden is reported row by row. */
async function openReading(
  side: Reading['side'],
  dsn: string,
  { stop, tell }: Pick<DoctorQuestion, 'stop' | 'tell'>,
): Promise<Reading> {
  const url = new URL(dsn)
  const name = decodeURIComponent(url.pathname.slice(1))
  const told = (progress: string): void => tell(`${side}: ${progress}`)
  const reading = { side, stop, tell: told }
  try {
    const noSchema = name === '' ? 'the DSN names no schema' : ''
    return { ...reading, session: await openSession(side, dsn), schema: name === '' ? undefined : name, noSchema }
  } catch (error) {
    if (!isSosieError(error) || errnoOf(error.cause) !== deniedSchema) throw error
    url.pathname = '/'
    const session = await openSession(side, url.href)
    return { ...reading, session, schema: undefined, noSchema: `the account may not use the schema ${name} (1044)` }
  }
}

/** ER_DBACCESS_DENIED_ERROR. */
const deniedSchema = 1044

function sideOf(dsn: string, facts: GatheredFacts): DoctorSide {
  return {
    database: withoutCredentials(dsn),
    mysql: facts.version.state === 'read' ? facts.version.value : 'unknown',
    php: facts.php.state === 'read' ? facts.php.value.version : undefined,
  }
}
