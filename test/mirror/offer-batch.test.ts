import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Exchange, Failure } from '../../src/model/exchange.js'
import type { Body, Headers, Request, Response } from '../../src/model/http.js'
import { bytesOf, type LiveOffer } from '../../src/mirror/offer.js'
import { offerPacker, offerUnpacker, type Crossing, type OfferBatch } from '../../src/mirror/offer-batch.js'

const ms = fc.double({ min: 0, max: 1e6, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
const aBody: fc.Arbitrary<Body> = fc
  .record({ bytes: fc.uint8Array({ maxLength: 50 }), size: fc.nat(1e9), truncated: fc.boolean() })
  .map((body) => body)
const fields: fc.Arbitrary<Headers> = fc.array(fc.tuple(fc.constantFrom('Host', 'host', 'X-A'), fc.string()))
const aRequest: fc.Arbitrary<Request> = fc.record({
  id: fc.string(),
  method: fc.constantFrom('GET', 'POST'),
  target: fc.webPath(),
  headers: fields,
  body: aBody,
  receivedAt: fc.nat(),
})
const aResponse: fc.Arbitrary<Response> = fc.record({
  status: fc.integer({ min: 200, max: 599 }),
  headers: fields,
  body: aBody,
  complete: fc.boolean(),
})
const aFailure: fc.Arbitrary<Failure> = fc.record({
  kind: fc.constantFrom('refused', 'timeout', 'reset', 'malformed'),
  during: fc.constantFrom('connect', 'headers', 'body'),
})
const anExchange: fc.Arbitrary<Exchange> = fc
  .record(
    {
      response: aResponse,
      failure: aFailure,
      timing: fc.record({ firstByte: ms, total: ms, stalled: ms }, { requiredKeys: ['total'] }),
    },
    { requiredKeys: ['timing'] },
  )
  .map((exchange) => ({ leg: 'legacy', ...exchange, statements: [], attribution: 'none' }))
const anOffer: fc.Arbitrary<LiveOffer> = fc.record({ request: aRequest, legacy: anExchange })

/** As a thread gets it. */
const across = (batch: OfferBatch): OfferBatch =>
  structuredClone(batch, { transfer: [batch.bodies.buffer as ArrayBuffer, batch.numbers.buffer as ArrayBuffer] })

const plain = (offers: Iterable<Crossing>): unknown =>
  JSON.parse(JSON.stringify([...offers], (_, value: unknown) => (value instanceof Uint8Array ? [...value] : value)))

test('offers come out of their batches as they went in, whatever is in them', () => {
  fc.assert(
    fc.property(fc.array(fc.array(anOffer, { maxLength: 5 }), { maxLength: 4 }), (batches) => {
      const packer = offerPacker()
      const unpack = offerUnpacker()
      for (const offers of batches) {
        for (const offer of offers) packer.add(offer)
        expect(packer.waiting()).toEqual(offers.map(bytesOf))
        expect(plain(unpack(across(packer.take())))).toEqual(plain(offers))
        expect([packer.size(), packer.bytes()]).toEqual([0, 0])
      }
    }),
  )
})

test('a new thread, which knows no header fields, is told them again', () => {
  const [offer] = fc.sample(anOffer, 1)
  const packer = offerPacker()
  if (offer === undefined) throw new Error('no sample')
  packer.add(offer)
  packer.take()
  packer.add(offer)
  packer.forgetHeaders()
  expect(plain(offerUnpacker()(across(packer.take())))).toEqual(plain([offer]))
})

test('what is not mirrored crosses between the offers, with what it says of sessions and without bodies', () => {
  const [offer] = fc.sample(anOffer, 1)
  if (offer === undefined) throw new Error('nothing was made')
  const { method, target, headers } = offer.request
  const passed = { request: { method, target, headers }, answer: [['Set-Cookie', 'a=b']] as const }
  const packer = offerPacker()
  packer.addPassedBy(passed)
  packer.add(offer)
  packer.addPassedBy(passed)
  expect([packer.size(), packer.waiting(), packer.bytes()]).toEqual([3, [bytesOf(offer)], bytesOf(offer)])
  expect(plain(offerUnpacker()(across(packer.take())))).toEqual(plain([passed, offer, passed]))
})

test('a write that legacy took alone crosses with the beginning of its body', () => {
  const request = { method: 'POST', target: '/save.php', headers: [['Content-Type', 'text/plain']] as const }
  const wrote = { id: 'a-1', body: new Uint8Array([116, 105, 116, 108, 101]), receivedAt: 1_767_323_045_123 }
  const [passed, quiet] = [
    { request, answer: [], wrote },
    { request, answer: [] },
  ]
  const packer = offerPacker()
  for (const one of [passed, quiet, passed]) packer.addPassedBy(one)
  expect([packer.waiting(), packer.bytes()]).toEqual([[], 2 * wrote.body.length])
  expect(plain(offerUnpacker()(across(packer.take())))).toEqual(plain([passed, quiet, passed]))
})
