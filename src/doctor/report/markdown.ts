import { doctorSeverities, type DoctorReport, type DoctorRow } from '../model.js'
import { code, prose, words } from '../../report/markdown-text.js'
import { doctorSeverityMeaning, doctorSeverityWords, doctorVerdict } from './words.js'

/** Max places of a row that are listed. */
const maxPlaces = 200

/** Writes the report for a merge request or a ticket: a table for each severity, followed by the places of its rows. */
export function doctorMarkdown(report: DoctorReport): string {
  const { legacy, candidate } = report
  return [
    '# Sosie doctor',
    '',
    doctorVerdict(report),
    '',
    `- legacy: ${sideOf(legacy)}`,
    `- candidate: ${sideOf(candidate)}`,
    `- at: ${report.at}`,
    '',
    ...doctorSeverities.flatMap((severity) =>
      section(
        `${doctorSeverityWords[severity]}: ${doctorSeverityMeaning[severity].toLowerCase()}`,
        report.rows.filter((row) => row.severity === severity),
      ),
    ),
  ].join('\n')
}

function section(title: string, rows: readonly DoctorRow[]): string[] {
  if (rows.length === 0) return []
  return [
    `## ${title}`,
    '',
    '| what | legacy | candidate | why it matters | fix | check |',
    '|---|---|---|---|---|---|',
    ...rows.map(
      ({ what, legacy, candidate, why, fix, check }) =>
        `| ${[...[what, legacy, candidate].map(words), prose(why), prose(fix), code(check)].join(' | ')} |`,
    ),
    '',
    ...rows.flatMap(places),
  ]
}

function places({ what, places: all }: DoctorRow): string[] {
  if (all.length === 0) return []
  const more = all.length - maxPlaces
  return [
    `**${words(what)}**`,
    '',
    ...all.slice(0, maxPlaces).map((place) => `- ${words(place)}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
    '',
  ]
}

function sideOf({ database, mysql, php }: DoctorReport['legacy']): string {
  return words(`MySQL ${mysql}${php === undefined ? '' : `, PHP ${php}`}, ${database}`)
}
