import { parse, parseFragment, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import { InlineFlow } from './inline-flow.js'
import type { Element, Node, NodeMaker } from './tree.js'
import { maxLevels, OverBudget } from './work.js'

/** The only elements in which white space means something. */
const verbatim = new Set(['pre', 'textarea', 'script', 'style'])

interface Place {
  readonly keepsSpace: boolean
  readonly level: number
  readonly flow: InlineFlow
}

/**
 * Parses a page as browsers do (the HTML standard's tree construction, by parse5), without comments and insignificant white space.
 *
 * @throws OverBudget if the page is nested deeper than anybody nests.
 */
export function htmlTree(page: string, make: NodeMaker): Element {
  const place = { keepsSpace: false, level: 0, flow: new InlineFlow() }
  return make.element('#document', [], childrenOf(parse(page).childNodes, place, make))
}

function childrenOf(nodes: readonly Tree.ChildNode[], place: Place, make: NodeMaker): Node[] {
  if (place.level > maxLevels) throw new OverBudget('nested too deep')
  const made: Node[] = []
  for (const each of nodes) {
    const node = nodeOf(each, place, make)
    if (node !== undefined) made.push(node)
  }
  return made
}

function nodeOf(node: Tree.ChildNode, place: Place, make: NodeMaker): Node | undefined {
  if ('value' in node) {
    const text = place.keepsSpace ? node.value : place.flow.text(node.value)
    return text === '' ? undefined : make.text(text)
  }
  if (node.nodeName === '#documentType') return 'publicId' in node ? doctypeOf(node, make) : undefined
  if (!('tagName' in node)) return undefined
  const { tagName } = node
  const flow = place.flow.enter(tagName)
  const inside = { keepsSpace: place.keepsSpace || verbatim.has(tagName), level: place.level + 1, flow }
  const children = childrenOf(contentOf(node), inside, make)
  place.flow.leave(tagName)
  return make.element(tagName, attributesOf(node), children)
}

/** Keeps the doctype as an element, because without one browsers lay out a page by other rules. */
function doctypeOf({ name, publicId, systemId }: Tree.DocumentType, make: NodeMaker): Element {
  return make.element(
    'doctype',
    [
      ['name', name],
      ['public', publicId],
      ['system', systemId],
    ],
    [],
  )
}

/** Returns an element's content. `noscript`, which is text to a browser with scripts, is parsed as a browser without scripts reads it. */
function contentOf(node: Tree.Element): readonly Tree.ChildNode[] {
  if (node.nodeName === 'template' && 'content' in node) return (node as Tree.Template).content.childNodes
  const [text] = node.childNodes
  if (node.tagName === 'noscript' && text !== undefined && 'value' in text) return parseFragment(text.value).childNodes
  return node.childNodes
}

/** Returns the attributes; the words of a class are sorted, because it is a set (HTML standard, "Global attributes"). */
function attributesOf({ attrs }: Tree.Element): [string, string][] {
  return attrs.map(({ name, value }) => [name, name === 'class' ? inOrder(value) : value])
}

function inOrder(words: string): string {
  return /\s/.test(words)
    ? [...new Set(words.split(/[ \t\r\n\f]+/))]
        .filter((word) => word !== '')
        .sort()
        .join(' ')
    : words
}
