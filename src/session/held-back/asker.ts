import { headerOf, type Headers } from '../../model/http.js'
import { textHash } from '../../base/text-hash.js'

/** Who asks, as far as it tells visitors apart. Hashes, so that neither address nor browser is kept. */
export interface Asker {
  readonly address: number
  readonly agent: number
}

/** Identifies who asks by the first address of X-Forwarded-For, which the live path adds, and the user agent. */
export function askerOf(headers: Headers): Asker {
  const [address = ''] = (headerOf(headers, 'x-forwarded-for') ?? '').split(',', 1)
  return { address: textHash(address.trim()), agent: textHash(headerOf(headers, 'user-agent') ?? '') }
}
