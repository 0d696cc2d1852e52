import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { Command } from 'commander'
import { diffCommand } from '../../src/cli/diff.js'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sosie-diff-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function diff(left: string, right: string, ...flags: string[]): Promise<{ said: string; status: number }> {
  const files = [left, right].map((content, index) => {
    const file = join(folder, String(index))
    writeFileSync(file, content)
    return file
  })
  let [said, status] = ['', -1]
  const program = new Command().exitOverride()
  const output = { result: (text: string) => void (said = text), tell: () => undefined, terminal: false }
  diffCommand(program, output, (wanted) => void (status = wanted))
  await program.parseAsync(['diff', ...files, ...flags], { from: 'user' })
  return { said, status }
}

test('two bodies: what differs, in sentences, and the exit status', async () => {
  expect(await diff('{"a":1,"b":[1]}', '{"b":[1],"a":"1"}')).toEqual({
    said: '$.a: “1” became “"1"”, another type.\n1 difference.',
    status: 1,
  })
  expect(await diff('{"a":1}', '{ "a" : 1 }')).toEqual({ said: 'The same.', status: 0 })
})

test('two saved answers: status and header fields count, too', async () => {
  const [old, now] = ['HTTP/1.1 200 OK\r\nX-A: 1\r\n\r\nbody', 'HTTP/1.1 404 Not Found\nx-b: 1\n\nbody']
  const { said } = await diff(old, now, '--json')
  expect(JSON.parse(said)).toMatchObject([{ part: 'status' }, { path: 'x-a' }, { path: 'x-b' }])
})

test('the type that was given is the type', async () => {
  expect((await diff('a,b\n1,2\n', 'a,b\n1,3\n', '--type', 'csv')).said).toContain('row 2, column b')
  expect((await diff('a,b\n1,2\n', 'a,b\n1,3\n')).said).toContain('line 2')
})

test('what cannot be read is one clear sentence', async () => {
  await expect(diff('HTTP/1.1 200 OK\r\nX: 1', '')).rejects.toThrow(/header fields do not end/)
  const program = new Command().exitOverride()
  diffCommand(program, { result: () => undefined, tell: () => undefined, terminal: false }, () => undefined)
  await expect(program.parseAsync(['diff', join(folder, 'no'), folder], { from: 'user' })).rejects.toThrow(
    /cannot be read/,
  )
})
