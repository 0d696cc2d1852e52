import type { MessagePort } from 'node:worker_threads'
import type { LegacyStatements } from '../../model/ports.js'
import type { AskConcluded, Concluded, Introduced } from './messages.js'

/** Milliseconds that a pair waits for what its legacy leg asked its database. */
const patienceMs = 1000

/** What the mirror's thread asks of the tap on live legacy. @param introductions the port that `asker` gave: a tap's own come through it. */
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
    for (const id of calls.keys()) ask(id) // the tap before it is dead
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
