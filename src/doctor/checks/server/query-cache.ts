import { check, none } from '../../check.js'

export const queryCache = check({
  id: 'query-cache',
  foretells: ['query-cache-dependence'],
  asks: 'Does legacy answer SELECTs out of a query cache that the candidate does not have, and how many?',
  why: 'The query cache is gone since 8.0: what it answered in a fraction of a millisecond is executed every time.',
  fix: 'Cache in the application what is asked over and over, ask once a request, add indexes. A shadow run with --control names the routes.',
  source: 'MySQL 5.7 Reference Manual, "The MySQL Query Cache"',
  legacy: ['variables', 'status'],
  candidate: ['variables'],
  judge({ variables, status }, candidate) {
    if (!isOn(variables) || isOn(candidate.variables)) return []
    const number = (name: string): number => Number(status.get(name) ?? 0)
    const [hits, executed, inserts] = [number('qcache_hits'), number('com_select'), number('qcache_inserts')]
    const asked = hits + executed
    const size = `${(Number(variables.get('query_cache_size')) / 1024 ** 2).toFixed(0)} MB`
    const share =
      asked === 0 ? 'no SELECT was asked yet' : `${percent(hits, asked)} of ${asked} SELECTs answered from it`
    const kept = inserts === 0 ? '' : `, ${(hits / inserts).toFixed(1)} hits for each result kept`
    return [
      {
        severity: 'warning',
        what: 'Legacy has a query cache, the candidate has none',
        legacy: `${variables.get('query_cache_type') ?? ''}, ${size}: ${share}${kept}`,
        candidate: candidate.variables.has('query_cache_size') ? 'off' : none,
      },
    ]
  },
})

function isOn(variables: ReadonlyMap<string, string>): boolean {
  const type = variables.get('query_cache_type')?.toUpperCase() ?? 'OFF'
  return type !== 'OFF' && type !== '0' && Number(variables.get('query_cache_size') ?? 0) > 0
}

function percent(part: number, whole: number): string {
  return `${((part / whole) * 100).toFixed(1)} %`
}
