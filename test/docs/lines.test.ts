import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'

const max = 200
const pages = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' }).trim().split('\n')

test.each(pages)('no line of %s is longer than a person reads', (page) => {
  const long = readFileSync(page, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.length > max ? [`${index + 1}: ${line.length}`] : []))
  expect(long).toEqual([])
})
