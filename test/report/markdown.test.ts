import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { marked } from 'marked'
import { parseFragment, type DefaultTreeAdapterTypes } from 'parse5'
import { applyGate } from '../../src/diagnose/gate/gate.js'
import { defaultGate } from '../../src/diagnose/gate/settings.js'
import type { RunReport } from '../../src/model/report.js'
import { markdown } from '../../src/report/markdown.js'
import { code, prose, words } from '../../src/report/markdown-text.js'
import { oneLine } from '../../src/report/plain.js'
import { hostileReport, hostileText } from '../support/hostile.js'
import { aFinding, aRoute, aRunReport, aShopReport } from '../support/report.js'

const at = Date.parse('2026-11-24T12:00:00Z')

/** What a reader of the rendered page meets. */
function rendered(text: string): { text: string; elements: string[]; attributes: string[] } {
  const [elements, attributes, texts]: string[][] = [[], [], []]
  const walk = (node: DefaultTreeAdapterTypes.Node): void => {
    if (node.nodeName === '#text') texts?.push((node as DefaultTreeAdapterTypes.TextNode).value)
    if ('tagName' in node) {
      elements?.push(node.tagName)
      attributes?.push(...node.attrs.map(({ name, value }) => `${name}=${value}`))
    }
    if ('childNodes' in node) node.childNodes.forEach(walk)
  }
  walk(parseFragment(marked.parse(text, { async: false, gfm: true })))
  return {
    text: (texts ?? []).join('').replaceAll('\u200b', ''),
    elements: elements ?? [],
    attributes: attributes ?? [],
  }
}

describe('whatever a stack says is read as it is', () => {
  const places: readonly (readonly [string, (text: string) => string, readonly string[]])[] = [
    ['in a list', (text) => `- ${text}`, ['ul', 'li']],
    [
      'in a cell',
      (text) => `| a | b |\n|---|---|\n| ${text} | x |`,
      ['table', 'thead', 'tr', 'th', 'th', 'tbody', 'tr', 'td', 'td'],
    ],
    ['in a sentence', (text) => `**x** ${text}`, ['p', 'strong']],
  ]

  test.each(places)('as words %s', (_, around, elements) => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = rendered(around(`y ${words(text)}`))
        expect(page.elements).toEqual(elements)
        expect(page.text).toContain(`y ${oneLine(text)}`.trim())
      }),
      { numRuns: 200 },
    )
  })

  test.each(places)('as code %s', (_, around, elements) => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = rendered(around(`y ${code(text)}`))
        expect([...page.elements].sort()).toEqual([...elements, 'code'].sort())
        expect(page.text).toContain(`y ${oneLine(text)}`.trim())
      }),
      { numRuns: 200 },
    )
  })

  test('it begins no list, no quote and no heading', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(rendered(`- ${words(text)}`).elements).toEqual(['ul', 'li'])
      }),
      { numRuns: 200, examples: [['- a'], ['1. a'], ['12) a'], ['# a'], ['> a'], ['+ a'], ['* a'], ['---'], ['=']] },
    )
  })

  test('it mentions nobody and no ticket', () => {
    expect(words('@everyone see #12 and !3')).toBe('&#64;&#8203;everyone see &#35;&#8203;12 and &#33;&#8203;3')
  })

  test('a whole report adds no link, no picture, no script and no attribute', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const { elements, attributes } = rendered(markdown.render(report))
        expect(
          elements.filter((name) => ['a', 'img', 'script', 'input', 'h1', 'h3', 'blockquote', 'pre'].includes(name)),
        ).toEqual([])
        expect(attributes).toEqual([])
      }),
    )
  })
})

test('a sentence of ours keeps its code', () => {
  expect(rendered(prose('Guard it: `$b == 0 ? 0 : $a / $b`, or `fdiv($a, $b)`.')).text.trim()).toBe(
    'Guard it: $b == 0 ? 0 : $a / $b, or fdiv($a, $b).',
  )
})

describe('a person reads first', () => {
  const report = applyGate(aShopReport(), { settings: defaultGate, at })
  const text = markdown.render(report)

  test('the decision, then why, then what to fix', () => {
    const order = [
      '## ❌ No-go: 9 regressions would reach your users, 5 proven',
      '**Why the gate says no**',
      '**Fix this first**',
      '| | Finding |',
    ]
    expect(order.map((part) => text.indexOf(part))).toEqual(
      order.map((part) => text.indexOf(part)).sort((a, b) => a - b),
    )
    expect(order.filter((part) => !text.includes(part))).toEqual([])
  })

  test('at most ten findings, and the others behind a fold', () => {
    const findings = Array.from({ length: 25 }, (_, n) => aFinding({ id: `id-${n}`, title: `T${n}` }))
    const page = markdown.render(applyGate(aRunReport({ findings }), { settings: defaultGate, at }))
    const [table = '', fold = ''] = page.split('<details><summary>15 more findings</summary>')
    expect([table.match(/^\| Critical/gm)?.length, fold.match(/^\| Critical/gm)?.length]).toEqual([10, 15])
  })

  test('a run with thousands of findings, accepted ones and reasons stays a comment', () => {
    const title = '<'.repeat(2000)
    const many = (state: 'new' | 'accepted') =>
      Array.from({ length: 3000 }, (_, n) =>
        aFinding({ id: `${state}-${n}`, title, state, evidence: { file: title, line: 1 } }),
      )
    const coverage = { expect: Array.from({ length: 500 }, (_, n) => `GET /${n}`) }
    const big = applyGate(aRunReport({ findings: [...many('new'), ...many('accepted')] }), {
      settings: { ...defaultGate, coverage },
      at,
    })
    const page = markdown.render(big)
    expect(page.length).toBeLessThan(65_536)
    expect(page).toContain('<details><summary>2,990 more findings</summary>')
    expect(page).toContain('- and 491 more')
  })

  test('a run that passes says so in a few lines', () => {
    const page = markdown.render(applyGate(aRunReport(), { settings: defaultGate, at }))
    expect(page).toMatch(/^## ✅ Go: no regression in 10 compared requests\n/)
    expect(page.split('\n').length).toBeLessThan(10)
  })
})

test('new, expired, accepted, fixed and not looked for are told apart', () => {
  const signed = {
    cause: 'php-division-by-zero',
    title: 'T',
    routes: ['GET /'],
    reason: 'ticket 41',
    author: 'Ada',
    expires: '2027-12-31',
  }
  const over: Partial<RunReport> = {
    findings: ['fresh', 'old', 'over'].map((id) => aFinding({ id, title: id })),
    routes: [aRoute({ route: 'GET /' })],
  }
  const baseline = [
    { ...signed, id: 'old' },
    { ...signed, id: 'over', expires: '2026-01-01' },
    { ...signed, id: 'gone', title: 'gone' },
    { ...signed, id: 'far', title: 'far', routes: ['GET /far'] },
  ]
  const { text } = rendered(
    markdown.render(applyGate(aRunReport(over), { settings: defaultGate, decided: { allowances: [], baseline }, at })),
  )
  expect(text).toContain('Against the baseline: 1 new, 1 expired, 1 still accepted, 1 fixed, 1 not looked for.')
  expect(text).toContain('new fresh')
  expect(text).toContain('expired over')
  expect(text).toMatch(/Accepted, does not count \(1\)\s+old old, by Ada until 2027-12-31: ticket 41/)
  expect(text).toMatch(/Fixed: looked for and not seen any more \(1\)\s+gone gone, 1 route/)
  expect(text).toMatch(/Accepted, not looked for: not every route of theirs was compared \(1\)\s+far far, 1 route/)
})
