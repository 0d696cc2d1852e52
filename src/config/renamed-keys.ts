/** Keys that were renamed. The old name is accepted for one more version, with a warning. */
export const renamedKeys: readonly { readonly from: string; readonly to: string }[] = [
  { from: 'mirror.breaker.longestRetryMs', to: 'maxRetryMs' },
  { from: 'noise.mostShare', to: 'maxShare' },
  { from: 'gate.most', to: 'max' },
  { from: 'gate.ratios[].most', to: 'max' },
]

/** Returns a configuration with current names, and a sentence for each old one. @param value as it was read. */
export function withPresentNames(value: object): { readonly value: object; readonly warnings: readonly string[] } {
  const copy = structuredClone(value)
  const warnings = renamedKeys.flatMap(({ from, to }) => {
    const path = from.split('.')
    const last = path.pop() ?? ''
    const holders = path.reduce<unknown[]>(inside, [copy]).filter(isRecord)
    const renamed = holders.map((holder) => rename(holder, last, to))
    const now = [...path, to].join('.')
    return renamed.includes(true) ? [`${from} is called ${now} now; the old name is read for one version more.`] : []
  })
  return { value: copy, warnings }
}

/** Returns the values under a key; `key[]` stands for every item of a list. */
function inside(values: readonly unknown[], step: string): unknown[] {
  const key = step.replace(/\[\]$/, '')
  const held = values.filter(isRecord).map((value) => value[key])
  return step.endsWith('[]') ? held.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : [])) : held
}

/** Renames a key. If both names are given, the current one wins. */
function rename(holder: Record<string, unknown>, from: string, to: string): boolean {
  if (!Object.hasOwn(holder, from)) return false
  holder[to] ??= holder[from]
  Reflect.deleteProperty(holder, from)
  return true
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
