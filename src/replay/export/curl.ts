import { headersOfMap } from '../scenario/answer.js'
import { noSession, type FormPart, type Scenario, type ScenarioExchange } from '../scenario/model.js'

/**
 * Formats a request as a curl command (https://curl.se/docs/manpage.html) for a POSIX shell; variables and captures
 * become the shell's.
 *
 * @param origin of the leg, without a path.
 * @param folder in front of side files.
 */
export function curlOf({ sessions }: Scenario, exchange: ScenarioExchange, origin: string, folder: string): string {
  const session = sessions[exchange.session] ?? noSession
  const own = new Set(Object.keys(exchange.headers))
  const headers = [
    ...headersOfMap(session.headers).filter(([name]) => !own.has(name)),
    ...headersOfMap(exchange.headers),
  ]
  const cookies = Object.entries(session.cookies).map(([name, value]) => `${name}=${value}`)
  const plainGet = exchange.method === 'GET' && exchange.body === undefined
  return [
    'curl -si',
    ...(plainGet ? [] : [`-X ${exchange.method}`]),
    ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(cookies.length === 0 ? [] : [`-b ${quoted(cookies.join('; '))}`]),
    ...bodyFlags(exchange, folder),
    quoted(`${origin.replace(/\/$/, '')}${exchange.target}`),
  ].join(' ')
}

function bodyFlags({ body }: ScenarioExchange, folder: string): string[] {
  switch (body?.kind) {
    case undefined:
      return []
    case 'text':
      return [`--data-raw ${quoted(body.text)}`]
    case 'file':
      return [`--data-binary ${quoted(`@${folder}/${body.file}`)}`]
    case 'form':
      return headersOfMap(body.fields).map(
        ([name, value]) => `--data-urlencode ${quoted(`${encodeURIComponent(name)}=${value}`)}`,
      )
    case 'parts':
      return body.parts.map((part) => `-F ${quoted(partOf(part, folder))}`)
  }
}

function partOf({ name, value = '', file, filename, type }: FormPart, folder: string): string {
  const content = file === undefined ? value : `@${folder}/${file}`
  return `${name}=${content}${filename === undefined ? '' : `;filename=${filename}`}${type === undefined ? '' : `;type=${type}`}`
}

/** Puts a template into single quotes, except for its names: they become the shell's variables. */
function quoted(template: string): string {
  return template
    .split(/(\$\{(?:\$|[A-Za-z_]\w*)\})/)
    .map((piece, index) => {
      if (piece === '') return ''
      if (index % 2 === 0) return `'${piece.replaceAll("'", `'\\''`)}'`
      return piece === '${$}' ? "'$'" : `"${piece}"`
    })
    .join('')
}
