import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'

const folders = ['.', 'docs', 'docs/adr', 'lab', 'scenarios']
const pages = folders.flatMap((folder) =>
  readdirSync(folder).flatMap((name) => (name.endsWith('.md') ? [join(folder, name)] : [])),
)

test.each(pages)('what %s links to is there', (page) => {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(
    ([, link = '']) => link,
  )
  expect(links.filter((link) => !existsSync(join(dirname(page), link)))).toEqual([])
})
