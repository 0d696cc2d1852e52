/** Folders of the stacks' code, if configured. */
export interface OwnRoots {
  readonly legacy?: string
  readonly candidate?: string
}

interface WithRoot {
  readonly root?: string | undefined
}

/** Reads the roots from the configuration of a run; the legs may be missing in one of an older version. */
export function ownRoots({ legacy, candidate }: { legacy?: WithRoot; candidate?: WithRoot }): OwnRoots {
  return {
    ...(legacy?.root === undefined ? {} : { legacy: legacy.root }),
    ...(candidate?.root === undefined ? {} : { candidate: candidate.root }),
  }
}
