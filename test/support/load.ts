import { Agent, request } from 'node:http'

export interface LoadResult {
  readonly answered: number
  /** Answers that were not the bytes expected, and requests that got none. */
  readonly wrong: string[]
  /** Milliseconds of every request. */
  readonly ms: number[]
}

export interface Load {
  readonly url: string
  /** Paths asked in turn. */
  readonly paths: readonly string[]
  readonly requests: number
  readonly connections: number
  /** What the answer must be, byte for byte. */
  readonly expected: (path: string) => string
}

/** So many requests over so many connections, every answer checked byte for byte. */
export async function drive({ url, paths, requests, connections, expected }: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const result: LoadResult & { answered: number } = { answered: 0, wrong: [], ms: [] }
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < requests) {
      const path = paths[next % paths.length] ?? '/'
      next += 1
      const started = performance.now()
      const body = await askOnce(url + path, agent).catch((error: unknown) => `failed: ${String(error)}`)
      result.ms.push(performance.now() - started)
      if (body === expected(path)) result.answered += 1
      else result.wrong.push(`${path}: ${body.slice(0, 60)}`)
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  agent.destroy()
  return result
}

function askOnce(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, { agent }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve(Buffer.concat(chunks).toString('latin1')))
      answer.on('error', reject)
      answer.on('close', () => {
        if (!answer.complete) reject(new Error('cut short'))
      })
    })
      .on('error', reject)
      .end()
  })
}
