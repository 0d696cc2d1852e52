import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { exportScenario } from '../../src/app/scenarios.js'
import { reportOf } from '../../src/app/recordings.js'
import type { Judgement } from '../../src/model/judgement.js'
import type { Pair } from '../../src/model/pair.js'
import type { Run } from '../../src/model/run.js'
import { routeOf } from '../../src/model/route.js'
import { openForReading } from '../../src/store/sqlite/open.js'
import { aRecorder } from '../support/recorder.js'
import { redactorFor } from '../../src/redact/redact.js'
import { curlOf } from '../../src/replay/export/curl.js'
import { formats } from '../../src/report/registry.js'
import { aBody, aPair, aRequest, aStatement } from '../support/factories.js'
import { aHar, anEntry } from '../support/a-har.js'
import { importing } from '../support/importing.js'
import { aJwt, aKey, secretKinds, tracesOf } from '../support/secrets.js'

/** One secret at one place. */
interface Case {
  readonly title: string
  readonly secret: string
  readonly pair: Pair
}

const key = Buffer.alloc(32, 7)
const run: Run = {
  id: 'run1',
  kind: 'shadow',
  startedAt: 1000,
  legs: { legacy: 'http://a', candidate: 'http://b' },
  versions: {},
}

/** How a value stands under a name in a text, with the kind of text it is. */
const writings: Readonly<
  Record<string, { readonly type: string; readonly write: (name: string, value: string) => string }>
> = {
  'a link': {
    type: 'text/html',
    write: (name, value) => `<a href="/x?a=1&amp;${name}=${encodeURIComponent(value)}&amp;b=2">go</a>`,
  },
  'a path parameter': {
    type: 'text/html',
    write: (name, value) => `<a href='/x;${name}=${encodeURIComponent(value)}?a=1'>go</a>`,
  },
  JSON: { type: 'application/json', write: (name, value) => JSON.stringify({ a: { [name]: value, b: 1 } }) },
  'JSON in JSON': {
    type: 'application/json',
    write: (name, value) => JSON.stringify({ text: JSON.stringify({ [name]: value }) }),
  },
  'JSON in an attribute': {
    type: 'text/html',
    write: (name, value) => `<p data-x="${html(JSON.stringify({ [name]: value }))}">`,
  },
  'a hidden field': {
    type: 'text/html',
    write: (name, value) => `<form><input type="hidden" name="${name}" value="${html(value)}"></form>`,
  },
  'a hidden field, its value first': {
    type: 'text/html',
    write: (name, value) => `<input value="${html(value)}" name=${name} type=hidden>`,
  },
  'a meta element': { type: 'text/html', write: (name, value) => `<meta content="${html(value)}" name='${name}' />` },
  'a data attribute': { type: 'text/html', write: (name, value) => `<div data-${kebab(name)}="${html(value)}"></div>` },
  'a script': { type: 'text/html', write: (name, value) => `<script>var ${name} = ${JSON.stringify(value)};</script>` },
  'an object of a script': {
    type: 'application/javascript',
    write: (name, value) => `f({ ${name}: '${slashed(value)}', b: 1 })`,
  },
  XML: { type: 'application/xml', write: (name, value) => `<a><x:${name} b="c">${html(value)}</x:${name}></a>` },
  'a section of XML': {
    type: 'application/xml',
    write: (name, value) => `<a><${name}><![CDATA[${value}]]></${name}></a>`,
  },
  'an attribute of XML': { type: 'application/xml', write: (name, value) => `<user id="1" ${name}="${html(value)}"/>` },
  CSV: {
    type: 'text/csv',
    write: (name, value) => `id;"${name}";city\r\n1;"${value.replaceAll('"', '""')}";Lyon\r\n2;;Nice\r\n`,
  },
  'a dump of a variable': {
    type: 'text/plain',
    write: (name, value) => `Array\n(\n    [${name}] => ${value.replaceAll(' ', '_')}\n)`,
  },
  'an exported variable': {
    type: 'text/plain',
    write: (name, value) => `array (\n  '${name}' => '${slashed(value)}',\n)`,
  },
  'a comparison in SQL': {
    type: 'text/plain',
    write: (name, value) => `SELECT * FROM u WHERE \`u\`.\`${name}\` = '${slashed(value)}' LIMIT 1`,
  },
  'a function in SQL': {
    type: 'text/plain',
    write: (name, value) => `UPDATE u SET ${name} = SHA1(CONCAT('salt', '${slashed(value)}')) WHERE id = 3`,
  },
  'an INSERT': {
    type: 'text/plain',
    write: (name, value) => `INSERT INTO u (id, ${name}, city) VALUES (1, '${slashed(value)}', 'Lyon')`,
  },
}

function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function kebab(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase()
}

function slashed(text: string): string {
  return text.replace(/['"\\]/g, '\\$&')
}

const answered = (type: string, text: string) => ({ response: { text, headers: [['Content-Type', type]] as const } })

/** Where a text can stand. */
const places: Readonly<Record<string, (type: string, text: string) => Partial<Parameters<typeof aPair>[0]>>> = {
  "legacy's answer": (type, text) => ({ legacy: answered(type, text) }),
  "the candidate's answer": (type, text) => ({ candidate: answered(type, text) }),
  'the log': (_, text) => ({ candidate: { log: [`PHP Warning: ${text} in /srv/a.php on line 3`] } }),
  'a statement': (_, text) => ({ control: { statements: [aStatement({ sql: text })] } }),
  'an error of the database': (_, text) => ({
    candidate: { statements: [aStatement({ error: { errno: 1064, sqlState: '42000', message: `near ${text}` } })] },
  }),
}

const names = {
  always: ['password', 'clientSecret', 'api_key', 'accessToken'],
  token: ['token', 'sessionId', 'login_key', 'PHPSESSID', 'signature'],
} as const

function namedCases(): Case[] {
  return Object.entries(writings).flatMap(([writing, { type, write }]) =>
    [...names.always, ...names.token].flatMap((name) => {
      const kind =
        (names.always as readonly string[]).includes(name) && writing !== 'a dump of a variable' ? 'typed' : 'letters'
      return Object.entries(places).map(([place, put]) => {
        const secret = secretKinds[kind]()
        return { title: `${name} in ${writing} of ${place}`, secret, pair: aPair(put(type, write(name, secret))) }
      })
    }),
  )
}

/** Names of a query, header, cookie or form that say so much of their value as to hide it. */
const spoken = 'login_key token sid PHPSESSID sig X-Amz-Signature jwt reset_key auth state code key session'.split(' ')

function requestCases(): Case[] {
  const kinds = ['hexadecimal', 'base64url'] as const
  const parts: Readonly<Record<string, (name: string, secret: string) => Parameters<typeof aRequest>[0]>> = {
    'the query': (name, secret) => ({ target: `/in?a=1&${name}=${secret}&b=2` }),
    'the path': (name, secret) => ({ target: `/in;${name.toLowerCase()}=${secret}/page?a=1` }),
    'a form': (name, secret) => ({
      method: 'POST',
      body: aBody(`a=1&${name}=${secret}`),
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    }),
    'a form of parts': (name, secret) => ({
      method: 'POST',
      headers: [['Content-Type', 'multipart/form-data; boundary=b']],
      body: aBody(`--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${secret}\r\n--b--\r\n`),
    }),
    'a body of JSON': (name, secret) => ({ method: 'POST', body: aBody(JSON.stringify({ [name]: secret })) }),
    'a cookie': (name, secret) => ({ headers: [['Cookie', `lang=fr; ${name}=${secret}`]] }),
    'a header field': (name, secret) => ({ headers: [[`X-Shop-${name.replace('_', '-')}`, secret]] }),
    'the Referer': (name, secret) => ({ headers: [['Referer', `http://shop.example/in?${name}=${secret}`]] }),
  }
  return spoken.flatMap((name) =>
    kinds.flatMap((kind) =>
      Object.entries(parts).map(([part, make]) => {
        const secret = secretKinds[kind]()
        const request = aRequest(make(name, secret))
        return {
          title: `${name} (${kind}) in ${part}`,
          secret,
          pair: aPair({ request, route: routeOf(request.method, request.target) }),
        }
      }),
    ),
  )
}

/** Texts that are a secret by their form, with what must be nowhere. */
const forms: Readonly<Record<string, () => { readonly text: string; readonly secret: string }>> = {
  'a JWT': () => {
    const secret = aJwt()
    return { text: secret, secret }
  },
  'a bearer token': () => {
    const secret = secretKinds.base64url()
    return { text: `Authorization: Bearer ${secret}`, secret }
  },
  'a password of Basic': () => {
    const secret = Buffer.from(`ann:${secretKinds.hexadecimal()}`).toString('base64')
    return { text: `Basic ${secret}`, secret }
  },
  'a DSN': () => {
    const secret = secretKinds.hexadecimal()
    return { text: `mysql://app:${secret}@db.example:3306/shop`, secret }
  },
  'a DSN of PDO': () => {
    const secret = secretKinds.hexadecimal()
    return { text: `mysql:host=db;user=app;password=${secret};charset=utf8`, secret }
  },
  'a hash of crypt': () => {
    const secret = `$2y$10$${secretKinds.letters()}abcdefghijklmnopqrstu`
    return { text: secret, secret }
  },
  'a private key': () => {
    const secret = aKey()
    return { text: `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----`, secret }
  },
  'a link to set a password': () => {
    const secret = secretKinds.hexadecimal()
    return { text: `http://shop.example/password/reset/${secret}`, secret }
  },
}

function formCases(): Case[] {
  const around: Readonly<Record<string, (text: string) => Parameters<typeof aPair>[0]>> = {
    'under any key of JSON': (text) => ({ legacy: answered('application/json', JSON.stringify({ note: text })) }),
    'in a page': (text) => ({ candidate: answered('text/html', `<p>see ${text} there</p>`) }),
    'in a script': (text) => ({
      candidate: answered('text/html', `<script>let note = ${JSON.stringify(text)}</script>`),
    }),
    'in a body that is compressed by nobody': (text) => ({ legacy: answered('text/plain', text) }),
    'in the log': (text) => ({ candidate: { log: [`PHP Notice: ${text}`] } }),
    'in a statement': (text) => ({
      legacy: { statements: [aStatement({ sql: `SELECT '${text}'`, parameters: [text] })] },
    }),
    'in a header field': (text) => ({ legacy: { response: { headers: [['X-Note', text.replaceAll('\n', ' ')]] } } }),
  }
  return Object.entries(forms).flatMap(([form, make]) =>
    Object.entries(around).map(([place, put]) => {
      const { text, secret } = make()
      return { title: `${form} ${place}`, secret: secret.slice(0, 60), pair: aPair(put(text)) }
    }),
  )
}

function addressCases(): Case[] {
  const targets: Readonly<Record<string, (secret: string) => string>> = {
    'a JWT in a path': (secret) => `/confirm-order/${secret}/now`,
    'a neutral name of the query': (secret) => `/view?q9=${secret}`,
    'a path without a word': (secret) => `/d/${secret}`,
    'a link to sign in': (secret) => `/login/${secret}`,
  }
  return Object.entries(targets).map(([title, make]) => {
    const secret = title.includes('JWT') ? aJwt() : secretKinds.base64url()
    const target = make(secret)
    const legacy = { response: { status: 302, headers: [['Location', `http://shop.example${target}`]] as const } }
    return { title, secret, pair: aPair({ request: aRequest({ target }), route: routeOf('GET', target), legacy }) }
  })
}

/** What came under the name of a password, and stands elsewhere in the pair in another spelling. */
function derivedCases(): Case[] {
  return (['hexadecimal', 'letters', 'base64url', 'typed'] as const).flatMap((kind) =>
    [...tracesOf(secretKinds[kind]()).keys()].map((spelling) => {
      const secret = secretKinds[kind]()
      const written = tracesOf(secret).get(spelling) ?? ''
      const leg = {
        ...answered('text/html', `<p>${written}</p>`),
        log: [`checked (${written})`],
        statements: [aStatement({ sql: `SELECT 1 FROM s WHERE v = '${written}'`, parameters: [written] })],
      }
      const request = aRequest({
        method: 'POST',
        body: aBody(JSON.stringify({ password: secret })),
        headers: [['X-Sum', written.replaceAll('ä', '')]],
      })
      return {
        title: `${spelling} of a password (${kind})`,
        secret,
        pair: aPair({ request, legacy: leg, candidate: leg, control: leg }),
      }
    }),
  )
}

const cases = [...namedCases(), ...requestCases(), ...formCases(), ...addressCases(), ...derivedCases()].map(
  (each, index): Case => ({ ...each, pair: { ...each.pair, id: `p${index}` } }),
)

/** What comparators and causes would say of the pair: its texts, as they stand. */
function judged({ pair }: Case): Judgement {
  const text = Buffer.from(pair.candidate.response?.body.bytes ?? []).toString()
  const [sql = ''] = pair.legacy.statements.map((statement) => statement.sql)
  const said = [text, sql, ...(pair.candidate.log ?? [])].filter((each) => each !== '')
  return {
    verdict: 'mismatch',
    differences: said.map((legacy, line) => ({
      part: 'body',
      kind: 'value',
      path: `line ${line}`,
      legacy,
      candidate: 'x',
    })),
    noise: [],
    sightings: said.map((title, line) => ({
      cause: 'unexplained',
      key: `${pair.id} ${line} ${title}`,
      proof: 'none',
      severity: 'major',
      title,
      evidence: { sql: title, lines: [title] },
    })),
    questions: [],
  }
}

/** Everything that was written of all the cases, as one text, and what of it gives a secret away. */
let written = ''
let leaks: ReadonlyMap<string, readonly string[]>
let folder = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sosie-secrets-'))
  const file = join(folder, 'run.sqlite')
  const redactor = redactorFor(key, [])
  const recorder = aRecorder(file, run, { fault: (message) => expect(message).toBe('') })
  const holder = openForReading(file) // keeps the journal
  holder.exec('BEGIN; SELECT * FROM run')
  for (const each of cases) {
    const { pair, judgement } = redactor.pair(each.pair, judged(each))
    recorder.pair(pair, judgement)
  }
  await recorder.end(2000)
  const report = await reportOf(file, 'latest')
  const texts = Object.values(formats).map((format) => format.render(report, { standIn: 'sosie.yaml' }))
  const { scenario } = await exportScenario({
    db: file,
    run: 'latest',
    wanted: { by: 'run' },
    out: join(folder, 'all.yaml'),
    limit: 10_000,
  })
  texts.push(...scenario.exchanges.map((exchange) => curlOf(scenario, exchange, 'http://a', folder)))
  texts.push(...inflated(file), ...readDeep(folder))
  holder.close()
  const { written: imported } = await importing(harOf(cases))
  written = [...texts, imported].join('\n')
  leaks = leaksIn(written)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** By secret, the names of its traces that a text holds: one pass, by the first characters of each. */
function leaksIn(text: string): ReadonlyMap<string, readonly string[]> {
  const start = 8
  const traces = new Map<string, { trace: string; name: string; secret: string }[]>()
  for (const { secret } of cases)
    for (const [name, trace] of tracesOf(secret)) {
      const alike = traces.get(trace.slice(0, start)) ?? []
      traces.set(trace.slice(0, start), [...alike, { trace, name, secret }])
    }
  const found = new Map<string, string[]>()
  for (let at = 0; at < text.length; at += 1)
    for (const { trace, name, secret } of traces.get(text.slice(at, at + start)) ?? [])
      if (text.startsWith(trace, at)) found.set(secret, [...(found.get(secret) ?? []), name])
  return found
}

function readDeep(at: string): string[] {
  return readdirSync(at, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? readDeep(join(at, entry.name))
      : [readFileSync(join(at, entry.name)).toString('latin1'), readFileSync(join(at, entry.name)).toString('utf8')],
  )
}

function inflated(file: string): string[] {
  const recording = openForReading(file)
  try {
    const bodies = recording.prepare('SELECT encoding, bytes FROM body').all() as { encoding: string; bytes: Buffer }[]
    return bodies.map(({ encoding, bytes }) => (encoding === 'deflate-raw' ? inflateRawSync(bytes) : bytes).toString())
  } finally {
    recording.close()
  }
}

/** The requests and legacy's answers of the cases, as a browser exports them. */
function harOf(all: readonly Case[]): string {
  return aHar(
    all.map(({ pair: { request, legacy } }) => {
      const type = request.headers.find(([name]) => name === 'Content-Type')?.[1]
      const post =
        request.body.size === 0
          ? {}
          : { post: { mimeType: type ?? 'application/json', text: Buffer.from(request.body.bytes).toString() } }
      const headers = Object.fromEntries([['Host', 'shop.example'], ...request.headers])
      const answer = Object.fromEntries([['Content-Type', 'text/html'], ...(legacy.response?.headers ?? [])])
      const text = Buffer.from(legacy.response?.body.bytes ?? []).toString()
      return anEntry({
        url: `http://shop.example${request.target}`,
        method: request.method,
        headers,
        answer,
        text,
        ...post,
      })
    }),
  )
}

describe('nothing that was written holds', () => {
  test.each(cases.map((each) => [each.title, each.secret] as const))('%s', (_, secret) => {
    expect(leaks.get(secret)).toBeUndefined()
  })
})

test('every case was written', () => {
  expect(written.split('[hidden ').length).toBeGreaterThan(cases.length)
  expect(written).toContain('GET /confirm-order/{token}/now')
})
