/** A browser as servers see it: its header fields, its cookies, and the hidden fields of the last form. */
export interface Browser {
  /** @throws Error where no answer came. */
  get(path: string): Promise<Visited>
  /** Sends the last page's hidden fields along with these. */
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Visited>
}

export interface Visited {
  readonly status: number
  readonly page: string
}

/** What Chrome sends with a page. */
const headers = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  'accept-encoding': 'gzip, deflate, br',
  'accept-language': 'fr-FR,fr;q=0.9,en;q=0.8',
  'cache-control': 'max-age=0',
  'sec-fetch-dest': 'document',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'same-origin',
  'upgrade-insecure-requests': '1',
  'user-agent':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
}

/** @param cookies that scripts of the page set, as analytics do. */
export function aBrowser(baseUrl: string, cookies: Readonly<Record<string, string>> = {}): Browser {
  const jar = new Map(Object.entries(cookies))
  let hidden: Readonly<Record<string, string>> = {}
  let validator: string | undefined

  const ask = async (path: string, init: RequestInit): Promise<Visited> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const condition = validator === undefined ? {} : { 'if-none-match': validator }
    const answer = await fetch(`${baseUrl}${path}`, {
      ...init,
      redirect: 'manual',
      headers: { ...headers, ...condition, ...(cookie === '' ? {} : { cookie }) },
    })
    const page = await answer.text()
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = set.split(';', 1)[0]?.split(/=(.*)/s) ?? []
      jar.set(name, value)
    }
    validator = answer.headers.get('etag') ?? undefined
    hidden = hiddenFieldsIn(page)
    return { status: answer.status, page }
  }
  return {
    get: (path) => ask(path, { method: 'GET' }),
    post: (path, fields) => ask(path, { method: 'POST', body: new URLSearchParams({ ...hidden, ...fields }) }),
  }
}

function hiddenFieldsIn(page: string): Record<string, string> {
  const fields = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value]))
}
