import { expect, test } from '@jest/globals'
import { adminApp } from '../../src/telemetry/admin.js'
import { aState } from '../support/state.js'

function anAdmin(token?: string) {
  const turned: string[] = []
  let paused = false
  const app = adminApp(
    {
      state: () => aState({ mirror: { ...aState().mirror, paused } }),
      pause: () => {
        paused = true
        turned.push('pause')
      },
      resume: () => {
        paused = false
        turned.push('resume')
      },
      legacyAnswers: () => Promise.resolve(!turned.includes('resume')),
    },
    token,
  )
  return { app, turned }
}

test('metrics say what the state says', async () => {
  const text = await (await anAdmin().app.request('/metrics')).text()
  expect(text).toContain('sosie_requests_total 120\n')
  expect(text).toContain('sosie_not_mirrored_total{reason="unsafe-method"} 20\n')
  expect(text).toContain('sosie_pairs_total{verdict="mismatch"} 3\n')
  expect(text).toMatch(/^process_resident_memory_bytes \d/m)
})

test('the switch turns, and says where it stands', async () => {
  const { app, turned } = anAdmin()
  expect(await (await app.request('/pause', { method: 'POST' })).json()).toEqual({ paused: true })
  expect(await (await app.request('/resume', { method: 'POST' })).json()).toEqual({ paused: false })
  expect(turned).toEqual(['pause', 'resume'])
  expect((await app.request('/pause')).status).toBe(404) // a link must not press it
})

test('ready as long as legacy answers, healthy as long as we live', async () => {
  const { app } = anAdmin()
  expect((await app.request('/readyz')).status).toBe(200)
  await app.request('/resume', { method: 'POST' })
  expect([(await app.request('/readyz')).status, (await app.request('/healthz')).status]).toEqual([503, 200])
})

test('with a token nothing but health answers without it', async () => {
  const { app, turned } = anAdmin('a-long-enough-token')
  const ask = async (path: string, authorization: string, method = 'GET') =>
    (await app.request(path, { method, headers: { authorization } })).status
  expect(await ask('/metrics', '')).toBe(401)
  expect(await ask('/pause', 'Bearer wrong-but-as-long-', 'POST')).toBe(401)
  expect(await ask('/metrics', 'Bearer a-long-enough-token')).toBe(200)
  expect([await ask('/healthz', ''), turned]).toEqual([200, []])
})

test('a page in an operator’s browser cannot press the switch', async () => {
  const { app, turned } = anAdmin()
  const answer = await app.request('/pause', { method: 'POST', headers: { origin: 'https://evil.example' } })
  expect([answer.status, turned]).toEqual([403, []])
})
