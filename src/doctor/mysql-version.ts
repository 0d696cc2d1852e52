/** A server's version as numbers that can be ordered: `5.7.29-log` is 50729, `8.0.36` 80036. 0 for what is no version. */
export function versionNumber(version: string): number {
  const [, major = '0', minor = '0', patch = '0'] = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(version) ?? []
  return Number(major) * 10_000 + Number(minor) * 100 + Number(patch)
}

export function isMariaDb(version: string): boolean {
  return /mariadb/i.test(version)
}
