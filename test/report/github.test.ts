import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { whyUnanswered } from '../../src/diagnose/gate/gate.js'
import { isOpen } from '../../src/model/finding.js'
import { github } from '../../src/report/github.js'
import { hostileReport, hostileText } from '../support/hostile.js'
import { aFinding, aRunReport } from '../support/report.js'

interface Annotation {
  readonly command: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

/** As GitHub's runner reads a line (ActionCommand.TryParseV2): undefined where it is no command. */
function annotationOf(line: string): Annotation | undefined {
  const trimmed = line.trimStart()
  const end = trimmed.indexOf('::', 2)
  if (!trimmed.startsWith('::') || end < 0) return undefined
  const head = trimmed.slice(2, end)
  const space = head.indexOf(' ')
  const [command, list] = space < 0 ? [head, ''] : [head.slice(0, space), head.slice(space + 1)]
  const plain = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n')
  const value = (text: string): string =>
    plain(text).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%')
  const properties = list
    .split(',')
    .map((pair) => pair.split(/=(.*)/s))
    .map(([name = '', text = '']) => [name.trim(), value(text)] as const)
  return {
    command,
    properties: Object.fromEntries(properties),
    message: plain(trimmed.slice(end + 2)).replaceAll('%25', '%'),
  }
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/).filter((line) => line !== '')
}

describe('an annotation', () => {
  const evidence = { file: '/var/www/shop/lib/price.php', line: 12 }

  test('stands at the PHP file and line of the repository', () => {
    const [line = ''] = linesOf(
      github.render(aRunReport({ findings: [aFinding({ evidence })] }), { sourceRoot: '/var/www/shop' }),
    )
    expect(line).toMatch(
      /^::error file=lib\/price\.php,line=12,title=Division by zero in price\.php%3A12::Division by zero/,
    )
    expect(annotationOf(line)?.message).toContain('\nWhere: /var/www/shop/lib/price.php:12\n')
  })

  test('names no file that the repository has not', () => {
    const [line = ''] = linesOf(github.render(aRunReport({ findings: [aFinding({ evidence })] })))
    expect(Object.keys(annotationOf(line)?.properties ?? {})).toEqual(['title'])
  })

  test.each([
    ['critical', 'error'],
    ['major', 'error'],
    ['minor', 'warning'],
    ['info', 'notice'],
  ] as const)('of a %s finding is an %s', (severity, command) => {
    const [line = ''] = linesOf(github.render(aRunReport({ findings: [aFinding({ severity })] })))
    expect(annotationOf(line)?.command).toBe(command)
  })
})

test('what is accepted has none, and of each kind there are as many as GitHub shows', () => {
  const findings = [
    aFinding({ id: 'a', state: 'accepted' }),
    ...Array.from({ length: 13 }, (_, n) => aFinding({ id: `c${n}` })),
    aFinding({ id: 'm', severity: 'minor' }),
  ]
  const lines = linesOf(github.render(aRunReport({ findings })))
  expect(lines).toHaveLength(12)
  expect(lines.at(-1)).toBe('3 more findings without an annotation: GitHub shows 10 of a kind.')
})

test('no text of a stack gives a command of its own, and every word arrives', () => {
  fc.assert(
    fc.property(hostileReport, hostileText, (report, sourceRoot) => {
      const read = linesOf(github.render(report, { sourceRoot })).map(annotationOf)
      const open = report.findings.filter(isOpen)
      const unanswered = whyUnanswered(report.gate)
      expect(read).toHaveLength(unanswered.length + open.length)
      for (const annotation of read) {
        expect(['error', 'warning', 'notice']).toContain(annotation?.command)
        expect(['file', 'line', 'title']).toEqual(expect.arrayContaining(Object.keys(annotation?.properties ?? {})))
        const said = annotation?.message ?? ''
        expect(unanswered.includes(said) || open.some(({ id }) => said.endsWith(`finding ${id}.`))).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
})
