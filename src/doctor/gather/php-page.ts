import { readFile } from 'node:fs/promises'
import { readPhpinfo } from '../php/phpinfo.js'
import type { PhpFacts } from '../facts.js'
import { SosieError } from '../../base/errors.js'
import { messageOf } from './reading.js'

/** Max milliseconds of the request, and max bytes of the page: phpinfo of a PHP with all its extensions has about 150 KB. */
const limits = { ms: 15_000, bytes: 8 * 1024 * 1024 }

/**
 * Reads what a PHP says about itself.
 *
 * @param place URL of a page that calls phpinfo(), or a file that holds such a page or the output of `php -i`.
 * @param flag Command-line flag that named the place, for error messages.
 * @throws UNREACHABLE when nobody answers, NOT_READABLE when the place holds no phpinfo page.
 */
export async function phpFactsAt(place: string, flag: string): Promise<PhpFacts> {
  const text = /^https?:\/\//i.test(place) ? await fetched(place, flag) : await fromFile(place, flag)
  const facts = readPhpinfo(text)
  if (facts !== undefined) return facts
  throw new SosieError(
    'SOSIE_E_NOT_READABLE',
    `${withoutUser(place)} is no phpinfo page. Give ${flag} the URL of a page that calls phpinfo(), or a file with the output of php -i.`,
  )
}

async function fetched(place: string, flag: string): Promise<string> {
  const response = await fetch(place, { signal: AbortSignal.timeout(limits.ms) }).catch((error: unknown) => {
    // fetch itself only says "fetch failed"; the reason is in its cause.
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    const text = `${withoutUser(place)} cannot be reached (${messageOf(cause)}). Check ${flag} and that the site runs.`
    throw new SosieError('SOSIE_E_UNREACHABLE', text, { cause })
  })
  if (!response.ok) {
    await response.body?.cancel()
    const text = `${withoutUser(place)} answers with status ${response.status}. Give ${flag} the URL of a page that calls phpinfo().`
    throw new SosieError('SOSIE_E_NOT_READABLE', text)
  }
  return beginning(response, place, flag)
}

async function beginning({ body }: Response, place: string, flag: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array> | Uint8Array[]) {
    bytes += chunk.byteLength
    if (bytes > limits.bytes)
      throw new SosieError(
        'SOSIE_E_NOT_READABLE',
        `${withoutUser(place)} is too large for a phpinfo page. Check ${flag}.`,
      )
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

async function fromFile(place: string, flag: string): Promise<string> {
  return readFile(place, 'utf8').catch((cause: unknown) => {
    const text = `${place} is neither an http(s) URL nor a file that can be read. Give ${flag} the URL of a page that calls phpinfo().`
    throw new SosieError('SOSIE_E_NOT_READABLE', text, { cause })
  })
}

/** Returns the place without the credentials in its URL, so that it may be shown. */
function withoutUser(place: string): string {
  return place.replace(/\/\/[^/@]*@/, '//')
}
