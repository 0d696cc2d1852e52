import type { NoiseLearner } from '../learner.js'

/** Each stack may name the folder of its own code; the other's it must not name. */
export const ownRoots: NoiseLearner = {
  id: 'own-roots',
  about: "The folder of each stack's own code (legacy.root, candidate.root), before paths in its own answer.",
  mask: (value, _, { root }) => (root === undefined ? value : value.replace(pathsUnder(root), '(own root)')),
}

/** As a path of its own and not within a longer name; in scripts and JSON its slashes are escaped. */
function pathsUnder(root: string): RegExp {
  const parts = root.split(/[/\\]/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`(?<![\\w.-])${parts.join(String.raw`(?:\\{0,2}/|\\{1,2})`)}(?![\\w.-])`, 'g')
}
