/** The catalogue of Sosie's own errors: every code, with the exit status that it ends the command with. */
export const errorCatalogue = {
  SOSIE_E_USAGE: { exit: 2, about: 'A command, flag or argument that Sosie does not know or cannot read.' },
  SOSIE_E_CONFIG_INVALID: { exit: 2, about: 'sosie.yaml holds an unknown key or a value of the wrong kind.' },
  SOSIE_E_LISTEN: { exit: 2, about: 'The address to listen on is taken or not allowed.' },
  SOSIE_E_NOT_WRITABLE: { exit: 2, about: 'A file or folder that Sosie must write cannot be written.' },
  SOSIE_E_NOT_READABLE: { exit: 2, about: 'A file that Sosie must read is missing, cut or not what it should be.' },
  SOSIE_E_RECORDING_NEWER: { exit: 2, about: 'The recording was written by a newer Sosie.' },
  SOSIE_E_SCENARIO_INVALID: {
    exit: 2,
    about: 'A scenario holds something that Sosie cannot read; file, line and column say where.',
  },
  SOSIE_E_SCENARIO_NEWER: { exit: 2, about: 'The scenario is of a newer version of the format.' },
  SOSIE_E_NO_RUN: { exit: 2, about: 'The recording holds no such run.' },
  SOSIE_E_UNREACHABLE: { exit: 3, about: 'A stack could not be reached, or nothing could be compared.' },
  SOSIE_E_INTERNAL: { exit: 4, about: 'A fault of Sosie itself.' },
} as const

export type ErrorCode = keyof typeof errorCatalogue

/** An error of Sosie or of how it was called. Match on `code`: it survives crossing threads, the class does not. */
export class SosieError extends Error {
  override readonly name = 'SosieError'

  constructor(
    readonly code: ErrorCode,
    /** One sentence that says what to do next. */
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** True for Sosie's own errors, even when they crossed a thread and lost their class. */
export function isSosieError(error: unknown): error is SosieError {
  return error instanceof Error && 'code' in error && String(error.code) in errorCatalogue
}

/** Returns the documented exit status: 2 bad usage, 3 unreachable, 4 internal. */
export function exitStatusOf(error: unknown): number {
  return isSosieError(error) ? errorCatalogue[error.code].exit : errorCatalogue.SOSIE_E_INTERNAL.exit
}
