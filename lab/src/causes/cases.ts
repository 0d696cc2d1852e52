import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const pages = fileURLToPath(new URL('../../causes/www', import.meta.url))

/** Folders of `causes/www` that hold pages; the last holds those that must be silent. */
const kinds = ['php', 'mysql', 'infra', 'control'] as const
export type CaseKind = (typeof kinds)[number]

/** A request for a page. */
export interface Asking {
  readonly method: string
  /** With its query. */
  readonly target: string
  /** Of a form; undefined for a GET. */
  readonly form: string | undefined
  readonly headers: Readonly<Record<string, string>>
}

/** A page that shows an entry of the catalogue. */
export interface CausePage {
  readonly kind: CaseKind
  /** Folder and file: `php/php-count-null`. */
  readonly name: string
  /** Id of the entry; undefined for a page that must be silent. */
  readonly shows: string | undefined
  /** Ids that come with it, of minor severity. */
  readonly also: readonly string[]
  /** Requests of a round, one after the other by one visitor; most pages are asked once. The page is named after the last. */
  readonly askings: readonly Asking[]
  /** As reports name it. */
  readonly route: string
  /** Path and query of the last request. */
  readonly target: string
}

/** Reads every page, in the order of their names. */
export async function causePages(): Promise<CausePage[]> {
  const all = await Promise.all(
    kinds.map(async (kind) => {
      const files = (await readdir(`${pages}/${kind}`)).filter((file) => file.endsWith('.php')).sort()
      return Promise.all(
        files.map(async (file) => pageOf(kind, file, await readFile(`${pages}/${kind}/${file}`, 'utf8'))),
      )
    }),
  )
  return all.flat()
}

function pageOf(kind: CaseKind, file: string, source: string): CausePage {
  const allSaid = (key: string): string[] =>
    [...source.matchAll(new RegExp(`^// ${key}: (.+)$`, 'gm'))].map(([, value = '']) => value.trim())
  const said = (key: string): string | undefined => allSaid(key)[0]
  const fields = orElse(allSaid('headers').map(headersOf), {})
  const askings = orElse(allSaid('ask'), `GET /${kind}/${file}`).flatMap((line) => {
    const [method = '', target = '', form] = line.split(' ')
    return fields.map((headers) => ({ method, target, form, headers }))
  })
  const { method = '', target = '' } = askings.at(-1) ?? {}
  return {
    kind,
    name: `${kind}/${file.replace(/\.php$/, '')}`,
    shows: kind === 'control' ? undefined : (said('shows') ?? file.replace(/\.php$/, '')),
    also: said('also')?.split(/,\s*/) ?? [],
    askings,
    route: `${method} ${target.replace(/\?.*/, '')}`,
    target,
  }
}

const orElse = <T>(some: readonly T[], usual: T): readonly T[] => (some.length === 0 ? [usual] : some)

/** `Name: value`, several of them apart by ` | `. */
function headersOf(line: string): Record<string, string> {
  return Object.fromEntries(
    line.split(' | ').map((field) => {
      const [name = '', ...value] = field.split(': ')
      return [name, value.join(': ')] as const
    }),
  )
}
