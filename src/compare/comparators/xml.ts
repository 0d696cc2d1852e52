import type { Comparator } from '../comparator.js'
import { compareTrees, nodeMaker, type Notation } from '../tree.js'
import { xmlTree } from '../xml-tree.js'
import { linesOf } from './text.js'
import { difference } from '../comparator.js'

/** Compares XML, RSS, Atom and sitemaps as a tree: attribute order and white space between elements are ignored, CDATA is text. */
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

/** XPath-like places: `/rss/channel/item[3]/title`; an attribute is `/urlset/url[2]/@x`. */
const notation: Notation = {
  call: ({ kind, name }) => (kind === 'text' ? 'text()' : name),
  place: (parentPath, called, nth) => `${parentPath}/${called}${nth === undefined ? '' : `[${nth}]`}`,
  attribute: (path, name) => `${path}/@${name}`,
  identity: (node) =>
    node.kind === 'text' ? node.name : `${node.name} ${keyOf(node.children.map(({ source }) => source))}`,
}

/** Returns the child by which a feed or sitemap identifies an entry: `guid`, `id`, `loc` or `link`. Empty if there is none. */
function keyOf(sources: readonly string[]): string {
  return sources.find((source) => /^<(?:guid|id|loc|link)\b/.test(source)) ?? ''
}
