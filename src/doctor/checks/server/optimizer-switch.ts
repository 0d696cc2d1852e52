import { check, none, over } from '../../check.js'

export const optimizerSwitch = check({
  id: 'optimizer-switch',
  asks: 'Which flags of `optimizer_switch` does somebody have set in another way?',
  why: 'A flag that both know and that differs changes plans: rows in another order where ORDER BY leaves it open, other times.',
  fix: 'Set the flag on the candidate as on legacy, and see with a shadow run whether it still helps.',
  source: 'MySQL Reference Manual, "Switchable Optimizations"',
  legacy: ['variables'],
  candidate: ['variables'],
  judge(legacy, candidate) {
    const [before, after] = [flagsOf(legacy.variables), flagsOf(candidate.variables)]
    const changed = [...before].filter(([flag, value]) => (after.get(flag) ?? value) !== value).map(([flag]) => flag)
    const shown = (flags: ReadonlyMap<string, string>): string =>
      changed.map((flag) => `${flag}=${flags.get(flag) ?? none}`).join(', ')
    return over(changed, () => ({
      severity: 'info',
      what: 'Flags of optimizer_switch differ',
      legacy: shown(before),
      candidate: shown(after),
    }))
  },
})

function flagsOf(variables: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const flags = (variables.get('optimizer_switch') ?? '').split(',').map((flag) => flag.split('='))
  return new Map(flags.map(([name = '', value = '']) => [name, value]))
}
