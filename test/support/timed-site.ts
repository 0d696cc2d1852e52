import { fileURLToPath } from 'node:url'
import type { MakeApplication } from '../../lab/src/applications/application.js'
import type { LaneEndpoint, Lab } from '../../lab/src/lab.js'

const pages = fileURLToPath(new URL('./timed-pages', import.meta.url))
const rows = 12_000
const rowsAtOnce = 2000

/** The same pages and rows on both sides: pages of 1 to 900 statements, one of all kinds, one that sleeps where it is told to. */
export const timedSite: MakeApplication = () =>
  Promise.resolve({
    name: 'the timed site',
    version: 'timed-1',
    afterMigration: [],
    documentRoots: { legacy: pages, candidate: pages },
    async fill({ connection }) {
      await connection.query(
        `CREATE TABLE item (id INT PRIMARY KEY, shelf INT NOT NULL, name VARCHAR(40) NOT NULL, price INT NOT NULL, KEY shelf (shelf)) ENGINE=InnoDB`,
      )
      for (let from = 1; from <= rows; from += rowsAtOnce) {
        const values = Array.from({ length: rowsAtOnce }, (_, index) => {
          const id = from + index
          return `(${id}, ${id % 1200}, 'Item ${id}', ${(id * 7) % 1000})`
        })
        await connection.query(`INSERT INTO item VALUES ${values.join(',')}`)
      }
    },
  })

/** Pages by their statements, and one of all kinds. */
export const timedPaths = ['/one.php', '/twenty.php', '/many.php', '/most.php', '/mixed.php'] as const

/** One stack of a lab as all three legs: the first half of its lanes is the candidate's, the other control's. */
export interface OneStack {
  readonly legacy: { readonly url: string; readonly database: string }
  readonly candidate: { readonly database: string; readonly lanes: readonly LaneEndpoint[] }
  readonly control: { readonly lanes: readonly LaneEndpoint[] }
}

/** @param lab with an even number of lanes, and the candidate's plain address. */
export function oneStackOf(lab: Lab, side: 'legacy' | 'candidate'): OneStack {
  const lanes = side === 'legacy' ? lab.control.lanes : lab.candidate.lanes
  const url = side === 'legacy' ? lab.legacy.url : (lab.plainCandidate?.url ?? '')
  const half = lanes.length / 2
  const { database } = lab[side]
  return {
    legacy: { url, database },
    candidate: { database, lanes: lanes.slice(0, half) },
    control: { lanes: lanes.slice(half) },
  }
}

/** Ports at which these lanes reach their database: `sleeps.php` is told by them where to sleep. */
export function databasePortsOf(lanes: readonly LaneEndpoint[]): string {
  return lanes.map(({ tap }) => tap.listen.split(':').at(-1) ?? '').join(',')
}
