import { randomBytes } from 'node:crypto'
import { startUpstream, type Upstream } from './upstream.js'

/** What a visitor is told who lacks a token or a session, or asks for a record that is not there. */
const refused = 'refused'

/**
 * A back office as real ones are: a session cookie, a form with a token for each page, and records whose ids this instance counts for
 * itself. Every write is refused without the token and the session of this instance.
 *
 * @param firstId of the records.
 */
export async function startTokensSite(firstId: number): Promise<Upstream & { readonly accepted: string[] }> {
  const accepted: string[] = []
  const tokens = new Map<string, string>()
  const records = new Map<number, string>()
  let lastId = firstId - 1
  const page = (session: string, inside: string): string => {
    const token = randomBytes(8).toString('hex')
    tokens.set(session, token)
    return `<form method=post><input type=hidden name=csrf_token value=${token}></form><p>${inside}</p>`
  }
  const site = await startUpstream((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://site.invalid')
      const sent = /sid=(\w+)/.exec(request.headers.cookie ?? '')?.[1]
      const session = sent ?? randomBytes(8).toString('hex')
      response.setHeader('Content-Type', 'text/html')
      if (sent === undefined) response.setHeader('Set-Cookie', `sid=${session}; Path=/; HttpOnly`)
      const form = new URLSearchParams(body)
      const id = Number(url.searchParams.get('id') ?? form.get('id') ?? 0)
      if (request.method === 'GET') {
        const known = url.pathname === '/new' || records.has(id)
        response.statusCode = known ? 200 : 404
        return response.end(known ? page(session, records.get(id) ?? 'new') : refused)
      }
      if (form.get('csrf_token') !== tokens.get(session) || (url.pathname === '/edit' && !records.has(id))) {
        response.statusCode = 403
        return response.end(refused)
      }
      const at = url.pathname === '/edit' ? id : (lastId += 1)
      records.set(at, form.get('title') ?? '')
      accepted.push(`${url.pathname} ${form.get('title') ?? ''}`)
      response.statusCode = 302
      response.setHeader('Location', `/edit?id=${at}`)
      response.end()
    })
  })
  return { ...site, accepted }
}
