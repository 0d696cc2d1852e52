import type { Notice } from '../../model/notice.js'
import type { FoundNow } from '../../verifier/messages.js'

/** What is reported while a shadow runs. */
export interface ShadowEvents {
  readonly finding: (finding: FoundNow) => void
  /** An internal error; users are still served. */
  readonly fault: (message: string) => void
  readonly notice: (notice: Notice) => void
}
