import type { Comparator } from '../comparator.js'
import { compareTrees, nodeMaker, type Notation } from '../tree.js'
import { xmlTree } from '../xml-tree.js'
import { linesOf } from './text.js'
import { difference } from '../comparator.js'

/** XML, RSS, Atom and sitemaps as a tree: order of attributes and white space between elements mean nothing, CDATA is text. */
export const xml: Comparator = {
  kinds: ['xml'],
  *compare({ body: legacy }, { body: candidate }, { work, turned }) {
    const make = nodeMaker(work)
    const [before, after] = [xmlTree(legacy.text, make), xmlTree(candidate.text, make)]
    if (before !== undefined && after !== undefined) yield* compareTrees(before, after, notation, { work, turned })
    else if (before === undefined && after === undefined) yield* linesOf(legacy, candidate, turned)
    else yield difference('body', 'unreadable', '/', legacy.text.trimStart(), candidate.text.trimStart())
  },
}

/** As in XPath: `/rss/channel/item[3]/title`, an attribute as `/urlset/url[2]/@x`. */
const notation: Notation = {
  call: ({ kind, name }) => (kind === 'text' ? 'text()' : name),
  place: (parentPath, called, nth) => `${parentPath}/${called}${nth === undefined ? '' : `[${nth}]`}`,
  attribute: (path, name) => `${path}/@${name}`,
  identity: (node) =>
    node.kind === 'text' ? node.name : `${node.name} ${keyOf(node.children.map(({ source }) => source))}`,
}

/** Feeds and sitemaps name their entries: by `guid`, `id`, `loc` or `link`. */
function keyOf(sources: readonly string[]): string {
  return sources.find((source) => /^<(?:guid|id|loc|link)\b/.test(source)) ?? ''
}
