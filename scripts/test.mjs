// Every test: unit and fault tests share the processors, then the stack tests, whose servers fill them, run one file at a time. The
// last line counts the whole run. With arguments it is one call of Jest: npm test -- test/field
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const program = createRequire(import.meta.url).resolve('jest/bin/jest')
const node = [process.execPath, '--experimental-vm-modules', '--disable-warning=ExperimentalWarning']

/** @returns its exit status; null where a signal ended it. */
const jest = (args) => spawnSync(node[0], [...node.slice(1), program, ...args], { stdio: 'inherit' }).status

/** A stage that wrote no results, since it was ended or could not start, is one failure. */
function counted(file) {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(file, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

const stages = [
  ['--selectProjects', 'unit', 'faults', '--maxWorkers=100%'],
  ['--selectProjects', 'stack', '--runInBand'],
]

function everything() {
  const folder = mkdtempSync(join(tmpdir(), 'sosie-tests-'))
  const results = stages.map((stage, n) => {
    const file = join(folder, `${n}.json`)
    const status = jest([...stage, '--json', `--outputFile=${file}`])
    return { status, ...counted(file) }
  })
  rmSync(folder, { recursive: true })
  const sum = (part) => results.reduce((total, each) => total + each[part], 0)
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
  return results.every(({ status }) => status === 0) ? 0 : 1
}

const args = process.argv.slice(2)
process.exitCode = (args.length > 0 ? jest(args) : everything()) ?? 1
