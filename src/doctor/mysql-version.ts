/** Returns a server's version as a number that can be ordered: `5.7.29-log` is 50729, `8.0.36` is 80036. 0 when it is not a version. */
export function versionNumber(version: string): number {
  const [, major = '0', minor = '0', patch = '0'] = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(version) ?? []
  return Number(major) * 10_000 + Number(minor) * 100 + Number(patch)
}

export function isMariaDb(version: string): boolean {
  return /mariadb/i.test(version)
}
