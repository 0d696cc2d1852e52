/** Folders under which the stacks' code lies, where the user named them. */
export interface OwnRoots {
  readonly legacy?: string
  readonly candidate?: string
}

interface WithRoot {
  readonly root?: string | undefined
}

/** @param config what a configuration says of the legs; of an older version's run it may say nothing. */
export function ownRoots({ legacy, candidate }: { legacy?: WithRoot; candidate?: WithRoot }): OwnRoots {
  return {
    ...(legacy?.root === undefined ? {} : { legacy: legacy.root }),
    ...(candidate?.root === undefined ? {} : { candidate: candidate.root }),
  }
}
