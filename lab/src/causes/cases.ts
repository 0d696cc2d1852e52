import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const pages = fileURLToPath(new URL('../../causes/www', import.meta.url))

/** Folders of `causes/www` that hold pages; the last holds those that must be silent. */
const kinds = ['php', 'mysql', 'infra', 'control'] as const
export type CaseKind = (typeof kinds)[number]

/** A page that shows an entry of the catalogue. */
export interface CausePage {
  readonly kind: CaseKind
  /** Id of the entry; undefined for a page that must be silent. */
  readonly shows: string | undefined
  /** Ids that come with it, of minor severity. */
  readonly also: readonly string[]
  readonly method: string
  /** With its query. */
  readonly target: string
  /** Of a form; undefined for a GET. */
  readonly form: string | undefined
  /** Header fields of each time it is asked in a round; most pages are asked once, without any. */
  readonly askings: readonly Readonly<Record<string, string>>[]
  /** As reports name it. */
  readonly route: string
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
  const askings = allSaid('headers').map(headersOf)
  const [method = 'GET', target = `/${kind}/${file}`, form] = said('ask')?.split(' ') ?? []
  return {
    kind,
    shows: kind === 'control' ? undefined : (said('shows') ?? file.replace(/\.php$/, '')),
    also: said('also')?.split(/,\s*/) ?? [],
    method,
    target,
    form,
    askings: askings.length === 0 ? [{}] : askings,
    route: `${method} ${target.replace(/\?.*/, '')}`,
  }
}

/** `Name: value`, several of them apart by ` | `. */
function headersOf(line: string): Record<string, string> {
  return Object.fromEntries(
    line.split(' | ').map((field) => {
      const [name = '', ...value] = field.split(': ')
      return [name, value.join(': ')] as const
    }),
  )
}
