import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { imbalances } from '../../src/model/run.js'
import type { RunReport } from '../../src/model/report.js'
import { reportOf, startShadowProcess, type ShadowProcess } from '../support/shadow-process.js'
import { untilMirrored } from '../support/mirrored.js'
import { startUpstream, type Upstream } from '../support/upstream.js'

let folder: string
let open: Upstream[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-sessions-'))
  open = []
})

afterEach(async () => {
  await Promise.all(open.map((upstream) => upstream.kill()))
  rmSync(folder, { recursive: true, force: true })
})

const html = { 'content-type': 'text/html; charset=utf-8' }

async function upstream(listener: RequestListener): Promise<Upstream> {
  const started = await startUpstream(listener)
  open.push(started)
  return started
}

async function shadowOf(
  legs: Record<'legacy' | 'candidate', Upstream> & { control?: Upstream },
  over: object = {},
): Promise<ShadowProcess> {
  const config = join(folder, 'sosie.yaml')
  const urls = Object.fromEntries(Object.entries(legs).map(([leg, { url }]) => [leg, { url }]))
  writeFileSync(config, JSON.stringify({ ...urls, db: join(folder, 'run.sqlite'), admin: '127.0.0.1:0', ...over }))
  return startShadowProcess(['--config', config])
}

async function end(shadow: ShadowProcess): Promise<RunReport> {
  await untilMirrored(shadow.admin)
  shadow.child.kill('SIGINT')
  expect(await shadow.ended).toBe(0)
  const report = await reportOf(join(folder, 'run.sqlite'))
  expect(imbalances(report.totals)).toEqual([])
  return report
}

/** A site that keeps a form's token in its session; what is asked twice has another token the second time. */
function formSite(cookie: string, tokens: Map<string, string>): RequestListener {
  return (request, response) => {
    void (async () => {
      const known = new RegExp(`${cookie}=(\\w+)`).exec(request.headers.cookie ?? '')?.[1]
      const session = known !== undefined && tokens.has(known) ? known : randomBytes(8).toString('hex')
      if (session !== known) response.setHeader('Set-Cookie', `${cookie}=${session}; Path=/; HttpOnly`)
      const sent = await text(request)
      if (request.method === 'POST') {
        const fits = tokens.has(session) && sent === `token=${tokens.get(session)}`
        return response.writeHead(fits ? 200 : 403, html).end(fits ? 'saved' : 'token does not fit')
      }
      const token = randomBytes(8).toString('hex')
      tokens.set(session, token)
      response
        .writeHead(200, html)
        .end(`<form method="post"><input type="hidden" name="token" value="${token}"></form>`)
    })()
  }
}

test.each(['shop_id', 'PHPSESSID', 'q', `n${randomBytes(5).toString('hex')}`])(
  'with a control that shares its sessions, every form of live users is taken, be their cookie called %s',
  async (cookie) => {
    const shared = new Map<string, string>()
    const heard: string[] = []
    const overheard =
      (listener: RequestListener): RequestListener =>
      (request, response) => {
        heard.push(JSON.stringify(request.rawHeaders))
        listener(request, response)
      }
    const shadow = await shadowOf({
      legacy: await upstream(formSite(cookie, shared)),
      control: await upstream(overheard(formSite(cookie, shared))),
      candidate: await upstream(overheard(formSite(cookie, new Map()))),
    })
    const statuses: number[] = []
    let [visitor, given] = ['', '']
    for (let n = 0; n < 5; n += 1) {
      const page = await fetch(`${shadow.url}/form`, { headers: { cookie: visitor } })
      given ||= page.headers.getSetCookie()[0] ?? ''
      visitor = given.split(';', 1)[0] ?? ''
      const token = /value="(\w+)"/.exec(await page.text())?.[1] ?? ''
      await untilMirrored(shadow.admin)
      const saved = await fetch(`${shadow.url}/save`, {
        method: 'POST',
        headers: { cookie: visitor, 'content-type': 'application/x-www-form-urlencoded' },
        body: `token=${token}`,
      })
      statuses.push(saved.status)
      await saved.text()
    }
    await end(shadow)
    expect(statuses).toEqual([200, 200, 200, 200, 200])
    expect(heard.length).toBeGreaterThanOrEqual(10)
    expect(heard.filter((fields) => fields.includes(visitor.split('=')[1] ?? ''))).toEqual([])
  },
  30_000,
)

/** What a site without the visitor's session does with a page that needs one. */
const strangers: Record<string, RequestListener> = {
  'redirects to a login': (_, response) => response.writeHead(302, { location: '/login-form' }).end(),
  'redirects to somewhere that leads back': (request, response) =>
    response.writeHead(302, { location: `/user?back=${encodeURIComponent(request.url ?? '')}` }).end(),
  'refreshes to a login': (_, response) =>
    response.writeHead(200, html).end('<meta http-equiv="refresh" content="0; url=/signin">'),
  'refuses with 401': (_, response) => response.writeHead(401, html).end('no'),
  'shows a login form': (_, response) =>
    response.writeHead(200, html).end('<form><input name="p" type="password"></form>'),
}

const greets = (request: IncomingMessage): boolean => /\bshop=\w/.test(request.headers.cookie ?? '')

test.each(Object.keys(strangers))(
  'pages behind a login are no regressions where the candidate, without the session, %s',
  async (how) => {
    const stranger = strangers[how] as RequestListener
    const shadow = await shadowOf({
      legacy: await upstream((request, response) => {
        if (request.url === '/login')
          return response.writeHead(302, { location: '/home', 'set-cookie': 'shop=a8f3k2m9x1q7; Path=/' }).end()
        if (request.url?.startsWith('/sso') === true)
          return response.writeHead(302, { location: '/home', 'set-cookie': 'shop=z7c1v5b9n3m2; Path=/' }).end()
        if (!greets(request)) return stranger(request, response)
        return response.writeHead(200, html).end('<h1>Hello Anna</h1>')
      }),
      candidate: await upstream((request, response) => stranger(request, response)),
    })
    // Logged in by a form, by a link, before the run, and by a cookie whose name legacy never sets.
    await fetch(`${shadow.url}/login`, { method: 'POST', redirect: 'manual' })
    await fetch(`${shadow.url}/sso?user=anna`, { redirect: 'manual' })
    for (const session of ['a8f3k2m9x1q7', 'z7c1v5b9n3m2', 'old'])
      for (const page of ['/home', '/orders'])
        await (await fetch(shadow.url + page, { headers: { cookie: `shop=${session}` } })).text()
    const { findings, totals } = await end(shadow)
    expect(findings.filter(({ routes }) => routes.some(({ route }) => /home|orders/.test(route)))).toEqual([])
    expect(totals.incomparable['unpaired-session']).toBe(6)
  },
  30_000,
)

test('a redirect that control shows to need no session is told of the candidate', async () => {
  const page: RequestListener = (_, response) => response.writeHead(200, html).end('<h1>Open to all</h1>')
  const shadow = await shadowOf({
    legacy: await upstream(page),
    control: await upstream(page),
    candidate: await upstream((_, response) => response.writeHead(302, { location: '/login' }).end()),
  })
  for (let n = 0; n < 3; n += 1)
    await (await fetch(`${shadow.url}/home`, { headers: { cookie: 'PHPSESSID=old' } })).text()
  const { totals } = await end(shadow)
  expect([totals.mismatch, totals.incomparable]).toEqual([3, {}])
}, 30_000)

test('a visitor who has a copy makes no regression of a stylesheet, and hides no page that the candidate lost', async () => {
  const style: RequestListener = (request, response) => {
    const fields = { etag: '"legacy-1"', 'cache-control': 'max-age=60', 'content-type': 'text/css' }
    if (request.headers['if-none-match'] === '"legacy-1"') return response.writeHead(304, fields).end()
    return response.writeHead(200, fields).end('a{}')
  }
  const conditions: unknown[] = []
  const shadow = await shadowOf({
    legacy: await upstream(style),
    control: await upstream(style),
    candidate: await upstream((request, response) => {
      conditions.push(request.headers['if-none-match'])
      if (request.url === '/lost.css') return response.writeHead(404).end('none')
      const cache = request.url === '/other.css' ? 'no-store' : 'max-age=60'
      return response
        .writeHead(200, { etag: '"candidate-9"', 'cache-control': cache, 'content-type': 'text/css' })
        .end('a{}')
    }),
  })
  for (const path of ['/style.css', '/style.css', '/lost.css', '/other.css'])
    expect((await fetch(shadow.url + path, { headers: { 'if-none-match': '"legacy-1"' } })).status).toBe(304)
  const { findings, totals } = await end(shadow)
  expect(conditions).toEqual([undefined, undefined, undefined, undefined])
  expect([totals.incomparable, totals.mismatch, totals.noise]).toEqual([{ conditional: 2 }, 2, 0])
  expect(findings.flatMap(({ routes }) => routes.map(({ route }) => route)).sort()).toEqual([
    'GET /lost.css',
    'GET /other.css',
  ])
}, 30_000)

test.each([
  ['off', /^$/, /^$/],
  ['link', /^00-(?!4bf92f3577b34da6a3ce929d0e0e4736)[\da-f]{32}-[\da-f]{16}-01$/, /^4bf92f3577b34da6a3ce929d0e0e4736$/],
  ['child', /^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[\da-f]{16}-01$/, /^$/],
])(
  'legacy gets the trace of a user as it came; with mirror.trace %s the candidate gets another',
  async (trace, parent, link) => {
    const heard: IncomingMessage['headers'][] = []
    const listener: RequestListener = (request, response) => {
      heard.push(request.headers)
      response.end('same')
    }
    const shadow = await shadowOf(
      { legacy: await upstream(listener), candidate: await upstream(listener) },
      { mirror: { trace } },
    )
    const sent = {
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      tracestate: 'vendor=00f067aa0ba902b7',
      baggage: 'user=anna',
      'x-b3-spanid': '00f067aa0ba902b7',
      'x-request-id': '7',
    }
    await (await fetch(shadow.url, { headers: sent })).text()
    await end(shadow)
    const [legacy = {}, candidate = {}] = heard
    expect(legacy).toMatchObject(sent)
    expect(candidate['traceparent'] ?? '').toMatch(parent)
    expect(candidate['x-sosie-trace'] ?? '').toMatch(link)
    expect(
      Object.keys(candidate).filter((name) => ['tracestate', 'baggage', 'x-b3-spanid', 'x-request-id'].includes(name)),
    ).toEqual([])
  },
  30_000,
)
