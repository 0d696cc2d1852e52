/**
 * Maximum bytes of an answer's header fields, from legacy for its users as from any mirrored leg. PHP sites send cookies by the dozen, and
 * Node's own 16 KB would turn such an answer into a failure.
 */
export const maxAnswerHeadBytes = 256 * 1024
