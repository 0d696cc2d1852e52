/** Commands of MySQL's protocol that matter here, by their first byte (MySQL Internals, "Command Phase"). */
export const command = {
  quit: 0x01,
  initDb: 0x02,
  query: 0x03,
  fieldList: 0x04,
  statistics: 0x09,
  changeUser: 0x11,
  prepare: 0x16,
  execute: 0x17,
  sendLongData: 0x18,
  closeStatement: 0x19,
  resetStatement: 0x1a,
  setOption: 0x1b,
  fetch: 0x1c,
  resetConnection: 0x1f,
} as const

const withoutReply: ReadonlySet<number> = new Set([command.quit, command.sendLongData, command.closeStatement])

export function hasReply(code: number): boolean {
  return !withoutReply.has(code)
}

/** Capability bits that decide how replies look, or that hide them from a reader. */
export const capability = {
  compress: 1 << 5,
  ssl: 1 << 11,
  deprecateEof: 1 << 24,
  optionalMetadata: 1 << 25,
  /** In the upper 16 bits, as the two above. */
  zstd: 1 << 26,
  queryAttributes: 1 << 27,
} as const
