/** Bytes of an ini value as `128M`; Infinity for -1 and 0, which mean no limit where this is used. */
export function bytesOf(value: string): number {
  const [, digits = '', unit = ''] = /^\s*(-?\d+)\s*([kmg]?)/i.exec(value) ?? []
  const number = Number(digits)
  if (digits === '' || number <= 0) return Infinity
  return number * 1024 ** ' kmg'.indexOf(unit.toLowerCase() || ' ')
}

/** phpinfo writes On and Off; php.ini and the command line may say 1 and 0. */
export function isOn(value: string): boolean {
  return ['on', '1', 'yes', 'true', 'stdout', 'stderr'].includes(value.toLowerCase())
}

const secretName = /(?:_pw|password|passwd|secret|_key|token)$/i

/** A value as it may be shown: without passwords, which stand in save paths and in directives of their own. */
export function shownIni(name: string, value: string): string {
  if (value === '') return '(empty)'
  if (secretName.test(name)) return '(hidden)'
  return value
    .replace(/((?:auth|pass(?:word)?)(?:%5B\w*%5D|\[\w*\])?=)[^&\s,;"]+/gi, '$1(hidden)')
    .replace(/(:\/\/)[^/\s@]+@/g, '$1(hidden)@')
}
