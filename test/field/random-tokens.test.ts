import { describe, expect, test } from '@jest/globals'
import { noiseLedger } from '../../src/compare/noise/ledger.js'
import { judge } from '../../src/diagnose/judge.js'
import type { Judgement } from '../../src/model/judgement.js'
import { aPair } from '../support/factories.js'
import { knowledge } from '../support/knowledge.js'

/** A run that learns: what is said of each page in turn, as legacy, the candidate and, where it is asked, control give it. */
function run(): (legacy: string, candidate: string, control?: string) => Judgement {
  const ledger = noiseLedger()
  const noise = { rules: [], learned: ledger.snapshot() }
  const learning = { ...knowledge, noise, learn: ledger.learn, drew: ledger.drew }
  return (legacy, candidate, control) =>
    judge(
      aPair({
        legacy: { response: { html: legacy } },
        candidate: { response: { html: candidate } },
        ...(control === undefined ? {} : { control: { response: { html: control } } }),
      }),
      learning,
    )
}

const verdictOf = (legacy: string, candidate: string, control?: string): string =>
  run()(legacy, candidate, control).verdict

const filler = 'var filler = "some text that is the same on both sides";\n'.repeat(200)
const forms: readonly [where: string, page: (value: string) => string][] = [
  ['a call in a script', (value) => `<script>createXNonce( "${value}" )</script>`],
  ['an object in a script', (value) => `<script>var x = {"nonce":{"send":"${value}"}}</script>`],
  ['a long script', (value) => `<script>${filler}const stamp = '${value}';\n${filler}</script>`],
  ['a hidden field of a neutral name', (value) => `<form><input type="hidden" name="stamp" value="${value}"></form>`],
  ['a handler', (value) => `<a onclick="del(1, '${value}')">x</a>`],
]

const values: readonly (readonly [legacy: string, candidate: string])[] = [
  ['4db6589b93', 'f654044439'],
  ['8a9263eb6e', '0123456789'],
  ['62f1916d541ada9bfe9bda93373849ba', 'b2f9753bedb7f3b7959e907b4bcb17d3'],
  ['kqzvwbtrxlmhgdpfjsnacoyeiuqkzwvb', 'wvbzkqpfjhgdmlxrtnsaceoyuiiwqvzk'],
  ['QmFzZTY0LXZhbHVlLW9m+/x9Kw==', 'Zm9vYmFyLWJhei1xdXgt8/a1Lw=='],
]

describe.each(forms)('in %s', (_, page) => {
  test.each(values)('each side’s own random value is no news: %s, %s', (legacy, candidate) => {
    expect(verdictOf(page(legacy), page(candidate))).toBe('noise')
  })

  test.each([
    ['kqzvwbtrxl', 'unavailable'],
    ['4db6589b93', ''],
    ['4db6589b93', 'f65404443'],
    ['createProductListing', 'removeProductListing'],
    ['internationalisation', 'characteristicsoftwo'],
    ['20261124ab', '20261125ab'],
  ])('%s against %s is news', (legacy, candidate) => {
    expect(verdictOf(page(legacy), page(candidate))).toBe('mismatch')
  })

  test('something else that changed beside it is news', () => {
    expect(verdictOf(`${page('4db6589b93')}<p>5</p>`, `${page('f654044439')}<p>6</p>`)).toBe('mismatch')
  })

  test('a value that legacy repeats in another request, or the candidate does, is content', () => {
    const legacys = run()
    legacys(page('4db6589b93'), page('f654044439'))
    expect(legacys(page('4db6589b93'), page('77ab10c3e9')).verdict).toBe('mismatch')
    const candidates = run()
    candidates(page('4db6589b93'), page('f654044439'))
    expect(candidates(page('9c41d2e0aa'), page('f654044439')).verdict).toBe('mismatch')
    const neither = run()
    neither(page('4db6589b93'), page('f654044439'))
    expect(neither(page('9c41d2e0aa'), page('77ab10c3e9')).verdict).toBe('noise')
  })

  test('a value that control repeats is content, one that control has its own of is not', () => {
    expect(verdictOf(page('4db6589b93'), page('f654044439'), page('4db6589b93'))).toBe('mismatch')
    expect(verdictOf(page('4db6589b93'), page('f654044439'), page('9c41d2e0aa'))).toBe('noise')
  })
})

test('a token that stands under its name in a long script is seen there', () => {
  const page = (value: string): string => `<script>${filler}const app_token = '${value}';\n${filler}</script>`
  expect(verdictOf(page('62f1916d541ada9bfe9bda93373849ba'), page('b2f9753bedb7f3b7959e907b4bcb17d3'))).toBe('noise')
})

test('a script that is another one around its token is news', () => {
  const page = (value: string, end: string): string => `<script>createXNonce("${value}")${end}</script>`
  expect(verdictOf(page('4db6589b93', ''), page('f654044439', ';go()'))).toBe('mismatch')
})

test.each([
  ['<p>4db6589b93</p>', '<p>f654044439</p>'],
  ['<a href="/photo/4db6589b93">x</a>', '<a href="/photo/f654044439">x</a>'],
])('what a page shows is content, random or not: %s', (legacy, candidate) => {
  expect(verdictOf(legacy, candidate)).toBe('mismatch')
})

describe('tokens of letters only make no run flaky', () => {
  const lower = 'abcdefghijklmnopqrstuvwxyz'
  const page = (value: string): string =>
    `<form><input type=hidden name=csrf_token value="${value}"></form><script>var nonce = "${value}"</script>`

  test.each<[length: number, letters: string]>([
    [8, lower + lower.toUpperCase()],
    [10, lower],
    [16, lower],
    [32, lower + lower.toUpperCase()],
  ])('%i of %s', (length, letters) => {
    const draw = drawer(letters, length)
    const verdicts = Array.from({ length: 300 }, () => verdictOf(page(draw()), page(draw())))
    expect(verdicts.filter((verdict) => verdict !== 'noise').length).toBeLessThanOrEqual(length < 16 ? 6 : 0)
  })
})

/** Words of letters that are drawn evenly, the same in every run (a linear congruential generator, "Numerical Recipes"). */
function drawer(letters: string, length: number): () => string {
  let state = 42
  const letter = (): string => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return letters.charAt(Math.floor((state / 2 ** 32) * letters.length))
  }
  return () => Array.from({ length }, letter).join('')
}
