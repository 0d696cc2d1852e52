import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Lab } from '../../lab/src/lab.js'
import type { SqlReport } from '../../src/sql-comparison/report-model.js'
import { startRealStacks } from '../support/lab.js'

const bytes = 2_000_000_000
const folder = mkdtempSync(join(tmpdir(), 'sosie-sql-log-'))
const log = join(folder, 'slow.log')
let lab: Lab

beforeAll(async () => {
  lab = await startRealStacks()
}, 180_000)

afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Thousands of sessions; reads of some 800 bytes, and one write in ten of 8 KB. Says how many statements it wrote. */
function writeLog(): number {
  const file = openSync(log, 'w')
  let [written, statements] = [0, 0]
  while (written < bytes) {
    let piece = ''
    for (let n = 0; n < 500; n += 1) {
      statements += 1
      const sql =
        statements % 10 === 0
          ? `INSERT INTO lignes VALUES (${statements}, '${'x'.repeat(8000)}')`
          : `SELECT id, prix FROM produits WHERE id = ${statements % 1500} AND image <> '${'abc '.repeat(200)}'`
      piece += `# User@Host: app[app] @ localhost []  Id: ${1 + (statements % 5000)}\n# Query_time: 0.0001  Lock_time: 0 Rows_sent: 1  Rows_examined: 1\nSET timestamp=1700000000;\n${sql};\n`
    }
    written += writeSync(file, piece)
  }
  closeSync(file)
  return statements
}

test('a log of 2 GB is read as a stream: memory stays flat, every statement is counted', async () => {
  const statements = writeLog()
  const databases = ['--legacy-db', lab.legacy.database, '--candidate-db', lab.candidate.database]
  const child = spawn(process.execPath, ['dist/main.js', 'sql', log, '--per-class', '20000', '--json', ...databases])
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  const memory: number[] = []
  const watch = setInterval(() => memory.push(megabytesOf(child.pid ?? 0)), 500)
  const status = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(watch)
  const { totals } = JSON.parse(out) as SqlReport
  const early = Math.max(...memory.slice(0, Math.ceil(memory.length / 4)))
  const late = Math.max(...memory)
  process.stderr.write(
    `2 GB, ${statements} statements in ${totals.seconds} s: ${early} MB in the first quarter, ${late} MB at the most\n`,
  )
  expect({ status, statements: totals.statements, compared: totals.compared }).toEqual({
    status: 0,
    statements,
    compared: 20_000,
  })
  expect(late).toBeLessThan(400)
  expect(late).toBeLessThan(early + 100)
}, 600_000)

/** Resident memory; 0 once the process is gone. */
function megabytesOf(pid: number): number {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}
