import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { legClient, type LegRequest, type LegClient } from '../../src/mirror/leg-client.js'

let server: Server
let client: LegClient

beforeEach(async () => {
  server = createServer((request, response) => {
    if (request.url === '/large') for (let n = 0; n < 200; n += 1) response.setHeader(`x-${n}`, 'v'.repeat(1000))
    if (request.url !== '/hangs') response.end('here')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  client = legClient(origin, { verify: true }, { body: () => 1024, timeoutMs: 10_000 })
})

afterEach(async () => {
  await client.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const get = (target: string): LegRequest => ({ method: 'GET', target, headers: ['host', 'shop.example'], body: null })

test('what hangs when Sosie stops fails as shutdown, and so does what is asked then', async () => {
  const hanging = client.send(get('/hangs'))
  client.giveUp()
  expect((await hanging).failure).toMatchObject({ kind: 'shutdown' })
  expect((await client.send(get('/'))).failure).toMatchObject({ kind: 'shutdown' })
})

test('an experiment asks the leg again after the traffic was given up', async () => {
  const hanging = client.send(get('/hangs'))
  client.giveUp()
  await hanging
  client.resume()
  expect((await client.send(get('/'))).response?.status).toBe(200)
})

test('a mirrored leg may answer with as many header fields as legacy may', async () => {
  expect((await client.send(get('/large'))).response?.status).toBe(200)
})
