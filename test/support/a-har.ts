/** An entry of a HAR as tests write it. */
export interface AnEntry {
  at?: string
  method?: string
  url?: string
  headers?: Record<string, string>
  cookies?: Record<string, string>
  post?: object
  status?: number
  answer?: Record<string, string>
  given?: Record<string, string>
  text?: string
  content?: object
}

export function aHar(entries: readonly (AnEntry | object)[], creator = 'WebInspector'): string {
  return JSON.stringify({ log: { version: '1.2', creator: { name: creator, version: '1' }, pages: [], entries } })
}

export function anEntry(over: AnEntry = {}): object {
  const { text = '', answer = { 'Content-Type': 'text/html; charset=utf-8' } } = over
  return {
    startedDateTime: over.at ?? '2026-05-04T10:00:00.000Z',
    time: 12,
    request: {
      method: over.method ?? 'GET',
      url: over.url ?? 'http://shop.example/',
      httpVersion: 'HTTP/1.1',
      headers: listed(over.headers ?? { Host: 'shop.example', 'User-Agent': 'Mozilla/5.0 Chrome/126.0' }),
      cookies: listed(over.cookies ?? {}),
      ...(over.post === undefined ? {} : { postData: over.post }),
    },
    response: {
      status: over.status ?? 200,
      headers: listed(answer),
      cookies: listed(over.given ?? {}),
      content: over.content ?? { size: Buffer.byteLength(text), mimeType: 'text/html', text },
    },
  }
}

function listed(fields: Record<string, string>): { name: string; value: string }[] {
  return Object.entries(fields).map(([name, value]) => ({ name, value }))
}
