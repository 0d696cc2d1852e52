/** Returns the bytes of an ini value such as `128M`; Infinity for -1, 0 and non-numbers, which mean no limit here. */
export function bytesOf(value: string): number {
  const [, digits = '', unit = ''] = /^\s*(-?\d+)\s*([kmg]?)/i.exec(value) ?? []
  const number = Number(digits)
  if (digits === '' || number <= 0) return Infinity
  return number * 1024 ** ' kmg'.indexOf(unit.toLowerCase() || ' ')
}

/** True for every spelling of on: phpinfo writes On and Off, while php.ini and the command line may say 1 and 0. */
export function isOn(value: string): boolean {
  return ['on', '1', 'yes', 'true', 'stdout', 'stderr'].includes(value.toLowerCase())
}

const secretName = /(?:_pw|password|passwd|secret|_key|token)$/i

/** Returns a value that may be shown: passwords in save paths, and directives that are secrets themselves, are hidden. */
export function shownIni(name: string, value: string): string {
  if (value === '') return '(empty)'
  if (secretName.test(name)) return '(hidden)'
  return value
    .replace(/((?:auth|pass(?:word)?)(?:%5B\w*%5D|\[\w*\])?=)[^&\s,;"]+/gi, '$1(hidden)')
    .replace(/(:\/\/)[^/\s@]+@/g, '$1(hidden)@')
}
