import { mkdtempSync, rmSync } from 'node:fs'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { RunReport } from '../../src/model/report.js'
import { reportOf, startShadowProcess } from '../support/shadow-process.js'
import { startUpstream, type Upstream } from '../support/upstream.js'

let folder: string
let open: Upstream[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-unmirrored-'))
  open = []
})

afterEach(async () => {
  await Promise.all(open.map((upstream) => upstream.kill()))
  rmSync(folder, { recursive: true, force: true })
})

/** News that an editor posts: a list, and a page for each. @param footer what every page ends with. */
function newsSite(footer = ''): RequestListener {
  const titles: string[] = []
  const post = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    titles.push(new URLSearchParams(await text(request)).get('title') ?? '')
    response.writeHead(302, { Location: `/news.php?id=${titles.length}` }).end()
  }
  return (request, response) => {
    if (request.method === 'POST') return void post(request, response)
    const id = new URL(request.url ?? '', 'http://news.example').searchParams.get('id')
    const shown = id === null ? titles : titles.slice(Number(id) - 1, Number(id))
    response.writeHead(id !== null && shown.length === 0 ? 404 : 200, { 'Content-Type': 'text/html; charset=utf-8' })
    response.end(`<h1>News</h1><ul>${shown.map((title) => `<li>${title}</li>`).join('')}</ul>${footer}`)
  }
}

/** An editor posts, and everybody looks. */
async function readAfterPost(candidate: RequestListener): Promise<RunReport> {
  const [legacy, other] = await Promise.all([startUpstream(newsSite()), startUpstream(candidate)])
  open.push(legacy, other)
  const recording = join(folder, 'run.sqlite')
  const shadow = await startShadowProcess(['--legacy', legacy.url, '--candidate', other.url, '--db', recording])
  const body = new URLSearchParams({ title: 'The fair opens at noon' })
  const posted = await fetch(`${shadow.url}/post.php`, { method: 'POST', body, redirect: 'manual' })
  expect(posted.headers.get('location')).toBe('/news.php?id=1')
  await wait(100)
  for (const path of ['/news.php?id=1', '/']) await (await fetch(`${shadow.url}${path}`)).arrayBuffer()
  await wait(200)
  shadow.child.kill('SIGINT')
  await shadow.ended
  return reportOf(recording)
}

test('pages that show what a post wrote on legacy alone are not blamed on the candidate, and the report says why', async () => {
  const report = await readAfterPost(newsSite())
  expect(report.findings.map(({ title }) => title)).toEqual([])
  expect(report.totals.incomparable).toEqual({ 'unpaired-data': 2 })
  expect(report.notes.map(({ sentence }) => sentence).join('\n')).toMatch(
    /they show what POST \/post\.php wrote on legacy and the candidate was not sent/,
  )
})

test('a candidate that shows the post, since its database is the same, is compared', async () => {
  const shared = newsSite('<p>New footer</p>')
  const report = await readAfterPost((request, response) => {
    if (request.url !== '/') return shared(request, response)
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
    response.end('<h1>News</h1><ul><li>The fair opens at noon</li></ul><p>New footer</p>')
  })
  expect(report.findings.flatMap(({ routes }) => routes.map(({ route }) => route))).toEqual(['GET /'])
})
