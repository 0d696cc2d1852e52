import type { WriteStream } from 'node:tty'

/** One line of `sosie shadow --json`. */
export type ShadowEvent =
  | { readonly event: 'listening'; readonly url: string }
  | {
      readonly event: 'progress'
      readonly requests: number
      readonly mirrored: number
      readonly notMirrored: Readonly<Record<string, number>>
      readonly tally: {
        readonly match: number
        readonly noise: number
        readonly mismatch: number
        readonly incomparable: number
      }
    }
  | {
      readonly event: 'finding'
      readonly outcome: 'seen' | 'proven' | 'withdrawn'
      /** Why it was withdrawn; absent otherwise. */
      readonly reason?: string
      readonly cause: string
      readonly route: string
      readonly title: string
    }
  | { readonly event: 'fault'; readonly message: string }
  | { readonly event: 'ended' }

/** Shows the events. On a terminal, progress overwrites its own line; elsewhere every line stays. */
export interface Screen {
  readonly tell: (line: string) => void
  readonly show: (event: ShadowEvent) => void
}

export function openScreen(out: WriteStream): Screen {
  let underWay = false
  const tell = (line: string): void => {
    out.write(`${underWay ? '\r\u001b[K' : ''}${line}\n`)
    underWay = false
  }
  const overwrite = (line: string): void => {
    out.write(`\r\u001b[K${line.slice(0, Math.max(20, out.columns - 1))}`)
    underWay = true
  }
  return {
    tell,
    show(event) {
      const line = lineOf(event)
      if (line === undefined) return
      if (event.event === 'progress' && out.isTTY) overwrite(line)
      else tell(line)
    },
  }
}

const marks = { seen: '+ found   ', proven: '✓ proven  ', withdrawn: '- withdrawn' } as const

function lineOf(event: ShadowEvent): string | undefined {
  if (event.event === 'finding') {
    const { outcome, cause, route, title, reason } = event
    return `  ${marks[outcome]} ${cause} at ${route}: ${title}${reason === undefined ? '' : `: ${reason}`}`
  }
  if (event.event === 'fault') return `  ! ${event.message}`
  return event.event === 'progress' ? progressLine(event) : undefined
}

function progressLine({ requests, mirrored, notMirrored, tally }: Extract<ShadowEvent, { event: 'progress' }>): string {
  const not = Object.values(notMirrored).reduce((sum, n) => sum + n, 0)
  const compared = tally.match + tally.noise + tally.mismatch
  const rate = compared === 0 ? '–' : `${Math.round(((tally.match + tally.noise) / compared) * 100)} %`
  return `  ${requests} requests, ${mirrored} mirrored, ${not} not, ${compared} compared, match rate ${rate}`
}
