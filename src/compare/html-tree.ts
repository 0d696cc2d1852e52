import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import { ownTokenName, ownValue } from './own-tokens.js'
import type { Element, Node, NodeMaker } from './tree.js'
import { mostLevels, OverBudget } from './work.js'

/** White space means something in these, and only here. */
const verbatim = new Set(['pre', 'textarea', 'script', 'style'])

/**
 * A page as browsers read it (the HTML standard's tree construction, by parse5), less what means nothing. Comments are left out.
 *
 * @throws OverBudget for a page that is nested deeper than anybody nests.
 */
export function htmlTree(page: string, make: NodeMaker): Element {
  return make.element('#document', [], childrenOf(parse(page).childNodes, false, 0, make))
}

function childrenOf(nodes: readonly Tree.ChildNode[], keepsSpace: boolean, level: number, make: NodeMaker): Node[] {
  if (level > mostLevels) throw new OverBudget('nested too deep')
  return nodes.flatMap((node) => nodeOf(node, keepsSpace, level, make))
}

function nodeOf(node: Tree.ChildNode, keepsSpace: boolean, level: number, make: NodeMaker): Node[] {
  if ('value' in node) {
    const text = keepsSpace ? node.value : collapsed(node.value)
    return text === '' ? [] : [make.text(text)]
  }
  if (!('tagName' in node)) return []
  const content = node.nodeName === 'template' && 'content' in node ? node.content.childNodes : node.childNodes
  const inside = childrenOf(content, keepsSpace || verbatim.has(node.tagName), level + 1, make)
  return [make.element(node.tagName, attributesOf(node), inside)]
}

/** Runs of white space as one space, none at the ends. Most texts have neither. */
function collapsed(text: string): string {
  const trimmed = text.trim()
  return /[\t\r\n\f]| {2}/.test(trimmed) ? trimmed.replace(/[ \t\r\n\f]+/g, ' ') : trimmed
}

/** Values of hidden token fields are each stack's own. */
function attributesOf({ tagName, attrs }: Tree.Element): [string, string][] {
  const valueOf = (name: string): string => attrs.find((attribute) => attribute.name === name)?.value ?? ''
  const hiddenToken =
    tagName === 'input' && valueOf('type').toLowerCase() === 'hidden' && ownTokenName.test(valueOf('name'))
  const metaToken = tagName === 'meta' && ownTokenName.test(valueOf('name'))
  return attrs.map(({ name, value }) => {
    const own = (hiddenToken && name === 'value') || (metaToken && name === 'content')
    return [name, own ? ownValue : value]
  })
}
