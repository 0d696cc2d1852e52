import type { NoiseLearner } from '../learner.js'

/** Masks a stack's own addresses: each stack may name itself but not the other. An address that stands on both sides is no difference. */
export const ownHosts: NoiseLearner = {
  id: 'own-hosts',
  about: "Host and port of each stack's own addresses, in its own answer.",
  mask: (value, _, { own }) => own.reduce((masked, host) => masked.replaceAll(host, '(own host)'), value),
}
