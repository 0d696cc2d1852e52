import { headerOf, type Headers } from '../../model/http.js'
import { hashOf } from '../sampling.js'

/** Who asks, as far as it tells visitors apart: hashes, so that neither address nor browser is kept. */
export interface Asker {
  readonly address: number
  readonly agent: number
}

/** By the first address of X-Forwarded-For, which the live path adds, and the user agent. */
export function askerOf(headers: Headers): Asker {
  const [address = ''] = (headerOf(headers, 'x-forwarded-for') ?? '').split(',', 1)
  return { address: hashOf(address.trim()), agent: hashOf(headerOf(headers, 'user-agent') ?? '') }
}
