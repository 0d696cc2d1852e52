import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startBackends } from './backends.mjs'
import { measureFaults } from './faults.mjs'
import { measureLatency } from './latency.mjs'
import { busyMeter, machine } from './machine.mjs'
import { benchFolder, endAll } from './processes.mjs'
import { has } from './subjects.mjs'
import { measureThroughput } from './throughput.mjs'

const usage =
  'npm run bench -- [--rounds N] [--seconds S] [--only throughput|latency|faults] [--json FILE]\n' +
  '  [--beside MAIN.JS]   throughput of this build and of another, in turns\n' +
  'Needs nginx and h2load (Debian: nginx-light, nghttp2-client); measures mitmdump too where it is (mitmproxy).'
const parts = { throughput: measureThroughput, latency: measureLatency, faults: measureFaults }
const busyFromOthers = 0.1
const tell = (text) => process.stderr.write(`${text}\n`)

const flags = readFlags()
const folder = benchFolder()
try {
  await bench()
} finally {
  await endAll()
}

async function bench() {
  const result = { machine: await machine(), rounds: flags.rounds, seconds: flags.seconds }
  if (result.machine.busyBefore > busyFromOthers)
    tell('Something else keeps this machine busy: the figures will suffer.')
  const othersSince = busyMeter()
  const settings = { ...flags, folder, ports: await startBackends(folder), tell }
  for (const [name, measure] of Object.entries(parts)) {
    if (flags.only === undefined || flags.only === name) result[name] = await measure(settings)
  }
  await endAll()
  result.machine.busyMeanwhile = othersSince()
  if (result.machine.busyMeanwhile > busyFromOthers)
    tell('Others used this machine meanwhile: measure again when it is quiet.')
  console.log(JSON.stringify(result.machine))
  for (const { tables = [] } of Object.values(result)) for (const table of tables) console.log(`\n${table}`)
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(result, null, 2)}\n`)
}

function readFlags() {
  const text = (value) => ({ type: 'string', default: value })
  const { values } = parseArgs({
    options: {
      rounds: text('5'),
      seconds: text('2'),
      only: text(),
      json: text(),
      beside: text(),
      help: { type: 'boolean' },
    },
  })
  const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)]
  const missing = ['nginx', 'h2load'].filter((command) => !has(command))
  if (values.help) leave(usage, 0)
  if (!(Number.isInteger(rounds) && rounds > 0 && Number.isInteger(seconds) && seconds > 0)) leave(usage, 2)
  if (values.beside !== undefined && values.only !== 'throughput') leave(usage, 2)
  if (values.only !== undefined && !Object.hasOwn(parts, values.only)) leave(usage, 2)
  if (missing.length > 0) leave(`${missing.join(' and ')} not found.\n${usage}`, 2)
  return { rounds, seconds, only: values.only, json: values.json, beside: values.beside }
}

function leave(text, status) {
  tell(text)
  process.exit(status)
}
