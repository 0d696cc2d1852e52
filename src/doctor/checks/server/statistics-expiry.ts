import { check, none } from '../../check.js'

export const statisticsExpiry = check({
  id: 'information-schema-expiry',
  asks: '`information_schema_stats_expiry`',
  why: 'TABLE_ROWS, DATA_LENGTH, AUTO_INCREMENT and their like are up to so many seconds old (a day by default), where legacy counted them each time: pages that show them stand still.',
  fix: 'SET SESSION information_schema_stats_expiry=0 where they are read, or COUNT(*).',
  source: 'MySQL Reference Manual, "Optimizing INFORMATION_SCHEMA Queries"',
  legacy: ['variables'],
  candidate: ['variables'],
  judge(legacy, candidate) {
    const name = 'information_schema_stats_expiry'
    const [before, after] = [legacy.variables.get(name) ?? '0', candidate.variables.get(name) ?? '0']
    if (before === after || after === '0') return []
    return [
      {
        severity: 'info',
        what: 'Statistics of information_schema are cached',
        legacy: legacy.variables.has(name) ? `${before} s` : none,
        candidate: `${after} s`,
      },
    ]
  },
})
