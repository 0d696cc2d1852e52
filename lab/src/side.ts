/** Of the two stacks that are compared; control is legacy again. */
export type Side = 'legacy' | 'candidate'
