import { Worker } from 'node:worker_threads'
import { expect, test } from '@jest/globals'
import { supervised, untilReady, type FirstWord, type SupervisedThread } from '../../src/base/threads.js'

/** Says that it is ready, gives back what it hears, and dies or ends when it is told to. */
const echo = `
  const { parentPort } = require('node:worker_threads')
  parentPort.postMessage('warming up')
  parentPort.postMessage('ready')
  parentPort.on('message', (word) => {
    if (word === 'die') throw new Error('killed by the test')
    if (word === 'end') process.exit(0)
    parentPort.postMessage(word)
  })`
const start = (code = echo): Worker => new Worker(code, { eval: true, stderr: true })
const firstWord = (word: string): FirstWord => (word === 'ready' ? 'ready' : 'news')

interface Watched {
  readonly thread: SupervisedThread<string>
  readonly heard: string[]
  readonly until: (word: string) => Promise<void>
}

function watched(max: number): Watched {
  const heard: string[] = []
  const waiting = new Map<string, () => void>()
  const note = (word: string): void => {
    heard.push(word)
    waiting.get(word)?.()
  }
  const thread = supervised<string, string>(start(), {
    launch: () => start(),
    hear: note,
    died(reason, restarts) {
      note(`died: ${reason.message}`)
      if (restarts >= max) note('given up')
      return restarts < max ? 0 : undefined
    },
    restarted: () => note('restarted'),
  })
  const until = (word: string): Promise<void> =>
    heard.includes(word) ? Promise.resolve() : new Promise((resolve) => waiting.set(word, resolve))
  return { thread, heard, until }
}

test('what a thread says before it is ready is heard; one that cannot start is an error, and ended', async () => {
  const news: string[] = []
  const worker = start()
  await untilReady<string>(worker, firstWord, (word) => news.push(word))
  expect(news).toEqual(['warming up'])
  await worker.terminate()
  const refusing = start()
  const ended = new Promise((resolve) => refusing.once('exit', resolve))
  await expect(untilReady(refusing, () => new Error('the address is taken'))).rejects.toThrow('the address is taken')
  await ended
  await expect(untilReady(start('process.exit(0)'), firstWord)).rejects.toThrow('ended before it was ready')
})

test('a thread that dies is started again, and told what it has to know', async () => {
  const { thread, heard, until } = watched(5)
  thread.post('die')
  await until('restarted')
  thread.post('are you there?')
  await until('are you there?')
  expect([heard.includes('died: killed by the test'), thread.restarts(), thread.isAlive()]).toEqual([true, 1, true])
  await thread.terminate()
})

test('one that dies too often is not started any more, and what is posted is lost', async () => {
  const { thread, until } = watched(0)
  thread.post('die')
  await until('given up')
  thread.post('are you there?')
  expect([thread.isAlive(), thread.restarts()]).toEqual([false, 0])
})

test('an end that is expected is no death', async () => {
  const { thread, heard, until } = watched(5)
  await until('ready')
  thread.expectEnd()
  thread.post('end')
  while (thread.isAlive()) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(heard).toEqual(['warming up', 'ready'])
})
