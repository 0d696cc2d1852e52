import { headerOf, type Headers } from '../../model/http.js'
import { cookiesSent, isIdentity } from './request-values.js'

/** Returns the cookie that identifies the session. If there is none, who asks: a visitor without a session keeps address and browser for a while. */
export function sessionOf(headers: Headers, client: string): string {
  const session = cookiesSent(headers).find(isIdentity)
  if (session !== undefined) return `${session.name}=${session.value}`
  return `${client}\n${headerOf(headers, 'user-agent') ?? ''}`
}
