import { defaultTreeAdapter, parse, type DefaultTreeAdapterMap } from 'parse5'
import type { PhpFacts } from '../facts.js'

type Node = DefaultTreeAdapterMap['node']

/** A heading with the rows of the tables under it, each a list of cells. */
interface Section {
  readonly title: string
  readonly rows: string[][]
}

/** Headings of a phpinfo page that do not name an extension. */
const noExtension =
  /^(?:|php version .*|configuration|additional modules|environment|php variables|php credits|php license|.*(?:environment|headers information)|cgi-fcgi|fpm-fcgi|apache\w*|litespeed|embed|cli|module name)$/

/**
 * Reads what phpinfo() says about a PHP: the page as HTML, or the text that `php -i` prints. Environment and request variables are left
 * out because they hold secrets.
 *
 * @returns undefined when the text is not the output of phpinfo().
 */
export function readPhpinfo(text: string): PhpFacts | undefined {
  const sections = /<html[\s>]/i.test(text) ? htmlSections(text) : textSections(text)
  const rows = sections.flatMap((section) => section.rows)
  const valueOf = (name: string): string | undefined => rows.find(([cell]) => cell === name)?.[1]
  const version = valueOf('PHP Version') ?? versionIn(sections)
  const ini = new Map(sections.flatMap(directivesOf))
  if (version === undefined || ini.size === 0) return undefined
  return { version, sapi: valueOf('Server API') ?? '', ini, extensions: new Set(extensionsOf(sections)) }
}

function versionIn(sections: readonly Section[]): string | undefined {
  return sections.map(({ title }) => /^PHP Version (?:=> )?(\S+)/.exec(title)?.[1]).find((found) => found !== undefined)
}

/** Returns name and local value of the directives: rows of three cells, below the row with the titles. */
function directivesOf({ rows }: Section): [string, string][] {
  const start = rows.findIndex(([first]) => first === 'Directive')
  if (start === -1) return []
  return rows
    .slice(start + 1)
    .filter((row) => row.length === 3)
    .map(([name = '', local = '']) => [name, local === 'no value' ? '' : local])
}

function extensionsOf(sections: readonly Section[]): string[] {
  const named = sections.map(({ title }) => title.toLowerCase()).filter((title) => !noExtension.test(title))
  const additional = sections.find(({ title }) => title === 'Additional Modules')?.rows ?? []
  const bare = additional.flatMap(([name = '']) => (name === 'Module Name' ? [] : [name.toLowerCase()]))
  return [...named, ...bare]
}

function htmlSections(html: string): Section[] {
  const sections: Section[] = [{ title: '', rows: [] }]
  const visit = (node: Node): void => {
    if (defaultTreeAdapter.isElementNode(node)) {
      if (node.tagName === 'h1' || node.tagName === 'h2') sections.push({ title: nodeText(node), rows: [] })
      else if (node.tagName === 'tr') sections.at(-1)?.rows.push(cellsOf(node))
    }
    if ('childNodes' in node) node.childNodes.forEach(visit)
  }
  visit(parse(html))
  return sections
}

function cellsOf(row: DefaultTreeAdapterMap['element']): string[] {
  return row.childNodes.filter((node) => node.nodeName === 'td' || node.nodeName === 'th').map(nodeText)
}

function nodeText(node: Node): string {
  if (defaultTreeAdapter.isTextNode(node)) return node.value.trim()
  return 'childNodes' in node ? node.childNodes.map(nodeText).join('').trim() : ''
}

/** Matches a heading of `php -i`, but not the whole sentences that some modules print. */
const isName = /^[A-Za-z][\w .+-]{0,39}$/

/** Splits the output of `php -i`: headings stand alone between empty lines, cells are joined by `=>`. */
function textSections(text: string): Section[] {
  const sections: Section[] = [{ title: '', rows: [] }]
  const lines = text.split(/\r?\n/)
  lines.forEach((line, at) => {
    if (line.includes(' => ')) sections.at(-1)?.rows.push(line.split(' => ').map((cell) => cell.trim()))
    else if (line.trim() === '' || /^[\s_]+$/.test(line)) return
    else if (isName.test(line) && (lines[at - 1] ?? '').trim() === '' && (lines[at + 1] ?? '').trim() === '')
      sections.push({ title: line.trim(), rows: [] })
    else sections.at(-1)?.rows.push([line.trim()])
  })
  return sections
}
