import { check } from '../../check.js'

export const timeZone = check({
  id: 'time-zone',
  asks: 'Do the servers have the same time zone, `time_zone` and `system_time_zone`?',
  why: 'NOW(), DEFAULT CURRENT_TIMESTAMP and FROM_UNIXTIME() give and store another time, and TIMESTAMP columns are shown in another zone, all without an error.',
  fix: "Set time_zone of the candidate to legacy's zone, or let the application SET time_zone at every connection.",
  source: 'MySQL Reference Manual, "MySQL Server Time Zone Support"',
  legacy: ['variables', 'clock'],
  candidate: ['variables', 'clock'],
  judge(legacy, candidate) {
    const [before, after] = [zoneOf(legacy.variables), zoneOf(candidate.variables)]
    const [ahead, then] = [legacy.clock.utcOffsetMinutes, candidate.clock.utcOffsetMinutes]
    if (before === after && ahead === then) return []
    return [
      {
        severity: ahead === then ? 'info' : 'blocker',
        what: ahead === then ? 'The time zones have different names' : 'The clocks of the servers show different times',
        legacy: `${before}, ${offset(ahead)}`,
        candidate: `${after}, ${offset(then)}`,
      },
    ]
  },
})

export const timeZoneTables = check({
  id: 'time-zone-tables',
  asks: 'Does CONVERT_TZ() know zones by name on both sides?',
  why: "Without the time zone tables CONVERT_TZ(…, 'Europe/Paris') is NULL in silence, and SET time_zone = 'Europe/Paris' fails (1298).",
  fix: 'mysql_tzinfo_to_sql /usr/share/zoneinfo | mysql -u root mysql',
  source: 'MySQL Reference Manual, "Populating the Time Zone Tables"',
  legacy: ['clock'],
  candidate: ['clock'],
  judge({ clock: legacy }, { clock: candidate }) {
    if (!legacy.namedZones || candidate.namedZones) return []
    return [
      {
        severity: 'blocker',
        what: 'The time zone tables of the candidate are empty',
        legacy: 'filled',
        candidate: 'empty',
      },
    ]
  },
})

function zoneOf(variables: ReadonlyMap<string, string>): string {
  const zone = variables.get('time_zone') ?? ''
  return zone === 'SYSTEM' ? `SYSTEM (${variables.get('system_time_zone') ?? ''})` : zone
}

function offset(minutes: number): string {
  const hours = Math.floor(Math.abs(minutes) / 60)
  const pad = (n: number): string => String(n).padStart(2, '0')
  return `UTC${minutes < 0 ? '-' : '+'}${pad(hours)}:${pad(Math.abs(minutes) % 60)}`
}
