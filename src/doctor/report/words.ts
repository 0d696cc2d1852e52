import type { DoctorReport, DoctorSeverity } from '../model.js'
import { counted } from '../../base/numbers.js'

export const doctorSeverityWords: Readonly<Record<DoctorSeverity, string>> = {
  blocker: 'Blocker',
  warning: 'Warning',
  info: 'Info',
}

/** What each severity means for the reader, shown below its heading. */
export const doctorSeverityMeaning: Readonly<Record<DoctorSeverity, string>> = {
  blocker: 'Would break at the cut-over.',
  warning: 'May break, or change what users see: decide on each.',
  info: 'Good to know.',
}

/** Sums up a report, for example `2 blockers, 5 warnings, 1 info; 96 checks made.` */
export function doctorVerdict({ totals, checks, complete }: DoctorReport): string {
  const seen = `${counted(totals.blocker, 'blocker')}, ${counted(totals.warning, 'warning')}, ${counted(totals.info, 'info')}`
  const left = checks.notMade.length === 0 ? '' : `, ${counted(checks.notMade.length, 'check')} could not be made`
  const ended = complete ? '' : ' Ended before everything was looked at.'
  return `${seen}; ${counted(checks.made, 'check')} made${left}.${ended}`
}

/** Lists the first `max` places, and says how many more there are. */
export function placesInWords(places: readonly string[], max: number): string {
  const more = places.length - max
  return `${places.slice(0, max).join(', ')}${more > 0 ? `, and ${more} more (all in --json, --markdown, --html)` : ''}`
}
