/** One of the two stacks that are compared; control runs on legacy's. */
export type Side = 'legacy' | 'candidate'
