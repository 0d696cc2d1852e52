import type { Notice } from '../../model/notice.js'
import type { FoundNow } from '../../verifier/messages.js'

/** What is told while a shadow runs. */
export interface ShadowEvents {
  readonly finding: (finding: FoundNow) => void
  /** Something of ours failed; users are served all the same. */
  readonly fault: (message: string) => void
  readonly notice: (notice: Notice) => void
}
