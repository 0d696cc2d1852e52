import { check } from '../../check.js'

export const maxConnections = check({
  id: 'max-connections',
  asks: 'Does the candidate allow as many connections as legacy had at once?',
  why: 'Beyond it a connection is refused with "Too many connections" (1040).',
  fix: "Set max_connections of the candidate above legacy's peak (Max_used_connections), with room.",
  source: 'MySQL Reference Manual, "Server System Variables", max_connections',
  legacy: ['variables', 'status'],
  candidate: ['variables'],
  judge({ variables, status }, candidate) {
    const [before, after] = [number(variables, 'max_connections'), number(candidate.variables, 'max_connections')]
    const peak = number(status, 'max_used_connections')
    if (after >= before) return []
    return [
      {
        severity: after < peak ? 'blocker' : 'warning',
        what: 'max_connections is smaller',
        legacy: `${before}, at most ${peak} used at once`,
        candidate: String(after),
      },
    ]
  },
})

function number(values: ReadonlyMap<string, string>, name: string): number {
  return Number(values.get(name) ?? 0)
}
