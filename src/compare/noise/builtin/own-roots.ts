import type { NoiseLearner } from '../learner.js'

/** Masks the folder of a stack's own code: each stack may name its own but not the other's. */
export const ownRoots: NoiseLearner = {
  id: 'own-roots',
  about: "The folder of each stack's own code (legacy.root, candidate.root), before paths in its own answer.",
  mask: (value, _, { root }) => (root === undefined ? value : value.replace(pathsUnder(root), '(own root)')),
}

/** Matches the root as a whole path, not within a longer name. Its slashes may be escaped, as in scripts and JSON. */
function pathsUnder(root: string): RegExp {
  const parts = root.split(/[/\\]/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`(?<![\\w.-])${parts.join(String.raw`(?:\\{0,2}/|\\{1,2})`)}(?![\\w.-])`, 'g')
}
