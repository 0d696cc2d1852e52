import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'

const page = readFileSync('ARCHITECTURE.md', 'utf8')

test('every file that ARCHITECTURE.md names is there', () => {
  const named = [...page.matchAll(/`([\w./-]+\.(?:ts|tsx|cjs))`/g)].map(([, file = '']) => file)
  expect(named.length).toBeGreaterThan(20)
  const rooms = readdirSync('src').map((room) => `src/${room}`)
  const isThere = (file: string): boolean => ['.', 'src', ...rooms].some((folder) => existsSync(`${folder}/${file}`))
  expect(named.filter((file) => !isThere(file))).toEqual([])
})

test('it has every room, and no other', () => {
  const table = page.slice(page.indexOf('| room |'), page.indexOf('## The path of one request'))
  const rows = [...table.matchAll(/^\| ([^|]+) \|/gm)].map(([, names = '']) => names)
  const described = rows.flatMap((names) => [...names.matchAll(/`([\w.-]+)`/g)].map(([, room]) => room))
  expect(described.sort()).toEqual(readdirSync('src').sort())
})
