import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sosie } from '../support/shadow-process.js'

const folder = mkdtempSync(join(tmpdir(), 'sosie-null-check-'))
const asked: string[] = []
let site: Server

beforeAll(async () => {
  site = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.end('a page')
  })
  await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening))
})

afterAll(() => {
  site.close()
  rmSync(folder, { recursive: true, force: true })
})

function configured(candidate: string): string {
  const file = join(folder, 'sosie.yaml')
  writeFileSync(file, `legacy: { url: ${candidate} }\ncandidate: { url: ${candidate} }\n`)
  return file
}

test('a stack against itself is silent: each page is asked twice as often as said, and nothing else is', async () => {
  const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
  const pages = ['--page', '/', '/list', '--requests', '25', '--json']
  const { status, out } = await sosie(['check', '--null', '--config', configured(url), ...pages])
  expect([status, JSON.parse(out)]).toMatchObject([
    0,
    { silent: true, leg: 'candidate', tapCostMs: null, untimed: 0, pages: [{ page: 'GET /' }, { page: 'GET /list' }] },
  ])
  expect(asked.filter((each) => each === 'GET /')).toHaveLength(50)
  expect(asked.filter((each) => each === 'GET /list')).toHaveLength(50)
  expect(asked).toHaveLength(100)
})

test('a stack that does not answer ends with 3, a check of nothing and too few requests with 2', async () => {
  const file = configured('http://127.0.0.1:1')
  const statuses = [
    await sosie(['check', '--null', '--config', file]),
    await sosie(['check', '--config', file]),
    await sosie(['check', '--null', '--config', file, '--requests', '5']),
    await sosie(['check', '--null', '--config', file, '--leg', 'control']),
  ]
  expect(statuses.map(({ status }) => status)).toEqual([3, 2, 2, 2])
})
