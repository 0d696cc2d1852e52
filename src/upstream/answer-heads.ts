import type { Duplex } from 'node:stream'
import { beginsAnswer, closing, isInterim, lookOver, respell } from './answer-head.js'
import { maxAnswerHeadBytes } from './limits.js'

const connections = new WeakMap<Duplex, AnswerHeads>()

/**
 * Normalizes the head of the next answer on a connection to a stack, so that the strict parsers accept it (ADR 0014). Call it for each
 * request, before the stack can have answered.
 */
export function expectAnswer(connection: Duplex): void {
  const heads = connections.get(connection)
  if (heads === undefined) connections.set(connection, new AnswerHeads(connection))
  else heads.expect()
}

/** Sits between a connection and its parser while a head arrives; bodies pass unexamined. */
class AnswerHeads {
  private isDue = true
  private wasOdd = false
  /** The bytes received of an incomplete head. */
  private begun: Buffer | undefined
  private readonly push: (chunk: Buffer | null) => boolean

  constructor(connection: Duplex) {
    this.push = connection.push.bind(connection)
    connection.push = (chunk: Buffer | null) => {
      if (!this.isDue) return this.push(chunk)
      return chunk === null ? this.end() : this.take(chunk)
    }
  }

  expect(): void {
    this.isDue = true
  }

  private take(chunk: Buffer): boolean {
    const bytes = this.begun === undefined ? chunk : Buffer.concat([this.begun, chunk])
    const length = lookOver(bytes)
    this.begun = undefined
    if (length !== 0) return this.read(bytes, Math.abs(length), length < 0)
    if (!beginsAnswer(bytes) || bytes.length > maxAnswerHeadBytes) return this.pass(bytes) // for the parser to refuse
    this.begun = bytes
    return true
  }

  private read(bytes: Buffer, length: number, mayBeOdd: boolean): boolean {
    const interim = isInterim(bytes)
    if (!interim && !mayBeOdd && !this.wasOdd) return this.pass(bytes)
    const head = bytes.toString('latin1', 0, length)
    const spelled = mayBeOdd ? respell(head) : head
    if (spelled !== head) this.wasOdd = true
    const rest = bytes.subarray(length)
    if (!interim) return this.pass(this.wasOdd ? Buffer.concat([Buffer.from(closing(spelled), 'latin1'), rest]) : bytes)
    const goesOn = this.push(Buffer.from(spelled, 'latin1'))
    return rest.length === 0 ? goesOn : this.take(rest)
  }

  private pass(bytes: Buffer): boolean {
    this.isDue = false
    return this.push(bytes)
  }

  private end(): boolean {
    if (this.begun !== undefined) this.pass(this.begun)
    return this.push(null)
  }
}
