import { whyUnread } from '../../tap/log/follow.js'
import type { Config, LegConfig } from '../../config/schema.js'
import type { Notice } from '../../model/notice.js'

/** Reports each configured PHP error log that cannot be read now: its path is wrong, or PHP has yet to create it. */
export async function tellUnreadLogs(config: Config, notice: (notice: Notice) => void): Promise<void> {
  for (const { setting, file } of logsOf(config)) {
    const why = await whyUnread(file)
    const message = `${setting}: ${file} ${why}. Until it can be read, nothing that PHP logs there is seen.`
    if (why !== undefined) notice({ event: 'log-unread', message })
  }
}

interface NamedLog {
  readonly setting: string
  readonly file: string
}

function logsOf({ legacy, candidate, control }: Config): NamedLog[] {
  return [
    ...(legacy.log === undefined ? [] : [{ setting: 'legacy.log', file: legacy.log }]),
    ...logsOfLanes('candidate', candidate),
    ...logsOfLanes('control', control),
  ]
}

function logsOfLanes(leg: string, config: LegConfig | undefined): NamedLog[] {
  return (config?.lanes ?? []).flatMap(({ log }, at) =>
    log === undefined ? [] : [{ setting: `${leg}.lanes[${at}].log`, file: log }],
  )
}
