/** Reads the fields of a payload one after the other. Past the end it throws, and the connection goes on undecoded. */
export class FieldReader {
  constructor(
    private readonly payload: Buffer,
    private at = 0,
  ) {}

  get position(): number {
    return this.at
  }

  /** Reads an unsigned, little-endian integer. */
  integer(bytes: 1 | 2 | 3 | 4): number {
    const value = this.payload.readUIntLE(this.at, bytes)
    this.at += bytes
    return value
  }

  skip(bytes: number): void {
    this.at += bytes
  }

  take(bytes: number): Buffer {
    if (this.at + bytes > this.payload.length) throw new RangeError('field past the end of its packet')
    const field = this.payload.subarray(this.at, this.at + bytes)
    this.at += bytes
    return field
  }

  /** Reads MySQL's length-encoded integer; null stands for SQL's NULL. Past 2^53 digits are lost, but counts of rows never get there. */
  lengthEncoded(): number | null {
    const first = this.integer(1)
    if (first < 0xfb) return first
    if (first === 0xfb) return null
    if (first === 0xfc) return this.integer(2)
    if (first === 0xfd) return this.integer(3)
    const value = Number(this.payload.readBigUInt64LE(this.at))
    this.at += 8
    return value
  }

  text(): string {
    return this.take(this.lengthEncoded() ?? 0).toString('utf8')
  }
}
