import type { NoiseLearner } from '../learner.js'

/** Each stack may name itself; the other one it must not name, and where the same address stands on both sides there is no difference. */
export const ownHosts: NoiseLearner = {
  id: 'own-hosts',
  about: "Host and port of each stack's own addresses, in its own answer.",
  mask: (value, _, { own }) => own.reduce((masked, host) => masked.replaceAll(host, '(own host)'), value),
}
