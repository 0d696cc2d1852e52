import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { parse, type DefaultTreeAdapterTypes } from 'parse5'
import { formats } from '../../src/report/registry.js'
import { html } from '../../src/report/html.js'
import { aFinding, aGate, anExample, aRoute, aRunReport, aShopReport } from '../support/report.js'

type Element = DefaultTreeAdapterTypes.Element

test('each format is known by its name', () => {
  expect(Object.entries(formats).map(([name, format]) => [name, format.name, format.extension])).toEqual([
    ['html', 'html', 'html'],
    ['json', 'json', 'json'],
    ['markdown', 'markdown', 'md'],
    ['junit', 'junit', 'xml'],
    ['sarif', 'sarif', 'sarif'],
    ['github', 'github', 'txt'],
  ])
})

describe('what the stacks say cannot act in the report', () => {
  const attack = `</script></style><img src="https://evil.test/x" onerror="alert(1)"><svg onload='alert(2)'>`
  const page = html.render(hostileReport(attack))

  test('it adds no element and no attribute', () => {
    const elements = elementsOf(page)
    expect(elements.filter(({ tagName }) => tagName === 'script')).toHaveLength(1)
    expect(
      elements.filter(({ tagName }) => ['img', 'iframe', 'link', 'object', 'form', 'base'].includes(tagName)),
    ).toEqual([])
    expect(attributesOf(page).filter(({ name }) => name.startsWith('on') || name === 'style')).toEqual([])
  })

  test('it is still there to be read', () => {
    expect(page).toContain('&lt;img src=&quot;https://evil.test/x&quot; onerror=&quot;alert(1)&quot;&gt;')
  })

  test('characters that reorder or hide text are shown as what they are', () => {
    const hidden = html.render(hostileReport('prix\u202e\u0000'))
    expect(hidden).toContain('prix⟨U+202E⟩⟨U+0000⟩')
    expect(hidden).not.toContain('\u202e')
    expect(hidden).not.toContain('\u0000')
  })
})

describe('the file needs nothing from anywhere', () => {
  const page = html.render(aShopReport())

  test('links lead into the page, and nothing is loaded', () => {
    const addresses = attributesOf(page).filter(({ name }) =>
      ['src', 'href', 'srcset', 'action', 'data'].includes(name),
    )
    expect(addresses.length).toBeGreaterThan(0)
    expect(addresses.filter(({ value }) => !value.startsWith('#'))).toEqual([])
    expect(page).not.toMatch(/@import|url\(/)
  })

  test('the policy allows our style and script by their hashes, and nothing else', () => {
    const policy = attributesOf(page).find(({ value }) => value.startsWith("default-src 'none'"))?.value
    for (const [directive, tag] of [
      ['style-src', 'style'],
      ['script-src', 'script'],
    ] as const) {
      const source = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page)?.[1] ?? ''
      const hash = createHash('sha256').update(source).digest('base64')
      expect(policy).toContain(`${directive} 'sha256-${hash}'`)
    }
    expect(policy).not.toContain('unsafe')
  })
})

function hostileReport(text: string): ReturnType<typeof aRunReport> {
  const example = anExample({
    target: `/${text}`,
    differences: [{ part: 'body', kind: 'value', path: text, legacy: text, candidate: text }],
    legacy: { text: `a\n${text}`, log: [text] },
    candidate: { text: `b\n${text}${text}`, failure: text },
  })
  const evidence = { sql: text, message: text, [text]: text, list: [text], file: text }
  const told = { title: text, fix: `\`${text}\``, evidence, example }
  return aRunReport({
    run: { ...aRunReport().run, id: text, legacy: text, control: text, versions: { [text]: text } },
    gate: aGate(text),
    findings: [
      aFinding({ ...told, id: text, routes: [{ route: text, count: 1 }], clients: [{ client: text, count: 1 }] }),
      aFinding({ ...told, id: 'cache', cause: 'query-cache-dependence', evidence: { sql: text } }),
      aFinding({ ...told, id: 'unexplained', cause: 'unexplained', proof: 'none', evidence: { firstPlace: text } }),
    ],
    routes: [aRoute({ route: text })],
  })
}

function elementsOf(page: string): Element[] {
  const walk = (node: DefaultTreeAdapterTypes.Node): Element[] => [
    ...('tagName' in node ? [node] : []),
    ...('childNodes' in node ? node.childNodes.flatMap(walk) : []),
  ]
  return walk(parse(page))
}

function attributesOf(page: string): { name: string; value: string }[] {
  return elementsOf(page).flatMap(({ attrs }) => attrs)
}
