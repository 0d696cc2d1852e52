import type { MessagePort } from 'node:worker_threads'
import type { LegacyStatements } from '../../model/ports.js'
import type { AskConcluded, Concluded, Introduced } from './messages.js'

/** Milliseconds that a pair waits for what its legacy leg asked its database. */
const patienceMs = 1000

/**
 * Asks the tap on live legacy, in the mirror's thread. @param introductions the port that `asker` returned; each tap's
 * own port comes through it.
 */
export function legacyStatements(introductions: MessagePort): LegacyStatements {
  const calls = new Map<string, (concluded: Concluded) => void>()
  let tap: MessagePort | undefined
  const ask = (id: string): void => tap?.postMessage({ id } satisfies AskConcluded)
  introductions.on('message', ({ port }: Introduced) => {
    tap?.close()
    tap = port
    port.on('message', (message: Concluded) => {
      calls.get(message.id)?.(message)
      calls.delete(message.id)
    })
    port.unref()
    for (const id of calls.keys()) ask(id) // the previous tap is dead
  })
  introductions.unref()
  return {
    of: (id) =>
      new Promise((resolve) => {
        const giveUp = setTimeout(() => {
          calls.delete(id)
          resolve({ statements: [], attribution: 'ambiguous' })
        }, patienceMs)
        calls.set(id, ({ statements }) => {
          clearTimeout(giveUp)
          resolve(statements)
        })
        ask(id)
      }),
  }
}
