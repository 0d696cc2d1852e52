import { expect, test } from '@jest/globals'
import type { SettledPair } from '../../src/model/pair.js'
import { redactorFor } from '../../src/redact/redact.js'
import { settledItems, settledPacker } from '../../src/verifier/settled-batch.js'
import { settledRedactor } from '../../src/verifier/settled-rows.js'
import { aRequest } from '../support/factories.js'

const time = { firstByte: 1.5, total: 2.25, fromCache: false }
const aSettled = (over: Partial<SettledPair> = {}): SettledPair => ({
  request: aRequest(),
  status: 200,
  size: 7,
  legacy: time,
  candidate: { firstByte: 3, total: 4, fromCache: true },
  control: { firstByte: 2, total: 3, fromCache: false },
  yardstick: 'control',
  ...over,
})

test('a batch carries every pair whole, and header fields once', () => {
  const packer = settledPacker()
  const pairs = [aSettled(), aSettled({ request: aRequest({ id: 'r2', target: '/b' }), status: 404 })]
  for (const pair of pairs) packer.add(pair)
  const batch = packer.take()
  expect(batch.headers).toHaveLength(1)
  expect([...settledItems(batch)]).toEqual(
    pairs.map(({ request, status, size, legacy, candidate, control, yardstick }) => ({
      id: request.id,
      method: request.method,
      target: request.target,
      receivedAt: request.receivedAt,
      headers: batch.headers[0]?.[0],
      status,
      size,
      legacy,
      candidate,
      control,
      yardstick,
    })),
  )
  packer.add(aSettled())
  expect(packer.take().headers).toEqual([])
})

test('rows carry no secret, and the route and client of their request', () => {
  const packer = settledPacker()
  const headers = [
    ['Cookie', 'PHPSESSID=canary-0123456'],
    ['User-Agent', 'curl/8.0'],
  ] as const
  packer.add(aSettled({ request: aRequest({ headers, target: '/p/7?sid=canary-0123456&password=canary-x' }) }))
  const [row] = [...settledRedactor(redactorFor(Buffer.alloc(32), []))(packer.take())]
  expect(row).toMatchObject({ route: 'GET /p/{id}', client: 'curl', status: 200, candidate: { fromCache: true } })
  expect(JSON.stringify(row)).not.toContain('canary')
})
