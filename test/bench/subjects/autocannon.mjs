// Sends so many requests to one backend, over so many connections, and prints how long that took: node autocannon.mjs PORT KIND AMOUNT CONNECTIONS
import { performance } from 'node:perf_hooks'
import autocannon from 'autocannon'
import { paths } from '../backends.mjs'

const [port, kind, amount, connections] = process.argv.slice(2)
const requests = paths(kind).map((path) => ({ path }))
const url = `http://127.0.0.1:${port}`
let [first, last, answered] = [0, 0, 0]
const instance = autocannon({ url, requests, amount: Number(amount), connections: Number(connections) })
instance.once('start', () => (first = performance.now()))
instance.on('response', () => {
  answered += 1
  last = performance.now() // its own result is rounded up to the next tick of a second
})
const { errors, non2xx } = await instance
console.log(JSON.stringify({ ms: last - first, answered, failed: errors + non2xx }))
