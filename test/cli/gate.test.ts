import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { Command } from 'commander'
import { gateCommand } from '../../src/cli/gate.js'
import { reportCommand } from '../../src/cli/report.js'
import type { Sighting } from '../../src/model/finding.js'
import type { Judgement } from '../../src/model/judgement.js'
import { aRecorder } from '../support/recorder.js'
import { aPair } from '../support/factories.js'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sosie-gate-'))))
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  delete process.env['GITHUB_STEP_SUMMARY']
})

const at = (name: string): string => join(folder, name)
const quiet: Judgement = { verdict: 'match', differences: [], noise: [], sightings: [], questions: [] }

function sighting(name: string, over: Partial<Sighting> = {}): Sighting {
  const evidence = { file: `/var/www/shop/${name}.php`, line: 12, message: 'Division by zero' }
  return {
    cause: 'php-division-by-zero',
    key: `/var/www/shop/${name}.php:12`,
    proof: 'log',
    severity: 'critical',
    title: `Division by zero in ${name}.php:12`,
    evidence,
    ...over,
  }
}

/** A run in the recording: a pair of each route, with what it shows. */
async function aRun(
  id: string,
  pairs: Readonly<Record<string, readonly Sighting[]>>,
  over: Partial<Judgement> = {},
): Promise<void> {
  const run = {
    id,
    kind: 'shadow',
    startedAt: 1,
    legs: { legacy: 'http://a', candidate: 'http://b' },
    versions: {},
  } as const
  const recorder = aRecorder(at('r.sqlite'), run)
  for (const [route, sightings] of Object.entries(pairs)) {
    const verdict = sightings.length === 0 ? 'match' : 'mismatch'
    recorder.pair(aPair({ id: route, route }), { ...quiet, verdict, sightings, ...over })
  }
  recorder.counters({ requests: Object.keys(pairs).length, notMirrored: {} })
  await recorder.end(2)
}

interface Said {
  readonly status: number
  /** On standard output and on standard error. */
  readonly result: string
  readonly told: string
}

async function sosie(...argv: string[]): Promise<Said> {
  let status = -1
  const [result, told]: string[][] = [[], []]
  const output = {
    result: (text: string) => void result?.push(text),
    tell: (text: string) => void told?.push(text),
    terminal: false,
  }
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined })
  for (const add of [gateCommand, reportCommand]) add(program, output, (wanted) => void (status = wanted))
  await program.parseAsync(argv, { from: 'user' })
  return { status, result: (result ?? []).join('\n'), told: (told ?? []).join('\n') }
}

function gate(...flags: string[]): Promise<Said> {
  return sosie('gate', '--db', at('r.sqlite'), ...flags)
}

const signed = ['--reason', 'ticket 41', '--author', 'Ada', '--expires', '2999-12-31']

describe('the exit status', () => {
  test('0 where nothing is open, 1 where something is, 3 where nothing was compared', async () => {
    await aRun('clean', { 'GET /': [] })
    expect(await gate()).toMatchObject({ status: 0, told: 'Go: no regression in 1 compared request.' })
    await aRun('broken', { 'GET /': [sighting('price')] })
    expect((await gate()).status).toBe(1)
    expect((await gate('--run', 'clean')).status).toBe(0)
    await aRun('lost', { 'GET /': [] }, { verdict: 'incomparable', incomparable: 'refused' })
    expect(await gate()).toMatchObject({
      status: 3,
      told: expect.stringContaining('What became of them: refused 1.') as unknown,
    })
  })

  test('the configuration decides what counts', async () => {
    await aRun('broken', { 'GET /': [sighting('price')], 'GET /b': [] })
    writeFileSync(at('sosie.yaml'), 'gate:\n  max: { critical: 1 }\n  coverage: { expect: [GET /b] }\n')
    expect((await gate('--config', at('sosie.yaml'))).status).toBe(0)
    writeFileSync(at('sosie.yaml'), 'gate:\n  max: { critical: 1 }\n  coverage: { expect: [GET /c] }\n')
    expect((await gate('--config', at('sosie.yaml'))).told).toContain('GET /c was expected')
  })
})

describe('a baseline over three runs', () => {
  const file = (): string => at('baseline.yaml')

  test('accepted once, it passes; what is new still fails; what is gone is fixed, and leaves with the next update', async () => {
    await aRun('one', { 'GET /': [sighting('price')], 'GET /b': [sighting('cart')] })
    const updated = await gate('--baseline', file(), '--update-baseline', ...signed)
    expect(updated.status).toBe(0)
    expect(updated.told).toContain('The baseline: 2 added, 0 renewed, 0 taken out, 0 kept.')
    expect(readFileSync(file(), 'utf8')).toContain('reason: ticket 41')

    await aRun('two', { 'GET /': [sighting('price'), sighting('tax')], 'GET /b': [] })
    const second = await gate('--baseline', file())
    expect(second.status).toBe(1)
    expect(second.told).toContain(
      'Against the baseline: 1 new finding, 0 expired, 1 still accepted, 1 fixed, 0 not looked for.',
    )
    expect(second.told).toMatch(/\+ new +critical \w+ {2}Division by zero in tax\.php:12/)
    expect(second.told).toMatch(/= accepted +critical \w+ {2}Division by zero in price\.php:12/)
    expect(second.told).toMatch(/- fixed +\w+ {2}Division by zero in cart\.php:12/)

    await aRun('three', { 'GET /': [] })
    expect((await gate('--baseline', file())).told).toContain('1 fixed, 1 not looked for')
    expect((await gate('--baseline', file(), '--update-baseline', ...signed)).told).toContain(
      '0 added, 0 renewed, 1 taken out, 1 kept',
    )
    expect(readFileSync(file(), 'utf8')).not.toContain('price.php')
  })

  test('only what is named is accepted', async () => {
    await aRun('one', { 'GET /': [sighting('price')], 'GET /b': [sighting('cart')] })
    const { result } = await gate('--json')
    const { gate: decision } = JSON.parse(result) as { gate: { checks: { rule: string; findings: string[] }[] } }
    const [id = ''] = decision.checks.find(({ rule }) => rule === 'critical')?.findings ?? []
    const { status, told } = await gate('--baseline', file(), '--update-baseline', ...signed, '--finding', id)
    expect([status, /1 added/.test(told)]).toEqual([1, true])
    await expect(gate('--baseline', file(), '--update-baseline', ...signed, '--finding', 'none')).rejects.toThrow(
      /No open finding of this run has the id "none". Open are: \w+\./,
    )
  })

  test('--json tells it to a program, and standard output holds nothing else', async () => {
    await aRun('one', { 'GET /': [sighting('price')] })
    const { result } = await gate('--baseline', file(), '--update-baseline', ...signed, '--json')
    expect(JSON.parse(result)).toMatchObject({
      schema: 1,
      run: 'one',
      gate: { passed: true },
      baseline: { new: [], accepted: [expect.any(String)] },
      update: { added: [{ author: 'Ada' }], removed: [] },
    })
  })

  test.each([
    [['--update-baseline', ...signed], /Which file holds the baseline\?/],
    [['--baseline', 'b', '--update-baseline', '--author', 'A', '--expires', '2999-01-01'], /Give --reason TEXT/],
    [['--baseline', 'b', '--update-baseline', '--reason', 'r', '--expires', '2999-01-01'], /Give --author NAME/],
    [['--baseline', 'b', '--update-baseline', '--reason', 'r', '--author', 'A'], /Give --expires DATE/],
    [
      ['--baseline', 'b', '--update-baseline', '--reason', 'r', '--author', 'A', '--expires', '2999-02-31'],
      /"2999-02-31" is none/,
    ],
    [
      ['--baseline', 'b', '--update-baseline', '--reason', 'r', '--author', 'A', '--expires', '2020-01-01'],
      /has passed/,
    ],
    [['--reason', 'r'], /belong to --update-baseline/],
    [['--baseline', '/nowhere/b.yaml'], /Make it with sosie gate --update-baseline/],
    [['--json', '--github'], /Choose one of them/],
  ])('%j is refused with one sentence', async (flags, sentence) => {
    await aRun('one', { 'GET /': [sighting('price')] })
    await expect(gate(...flags)).rejects.toThrow(sentence)
    expect(existsSync('b')).toBe(false)
  })

  test.each([
    ['gaet: {}', 'Unknown key "gaet" in the configuration. Did you mean "gate"?'],
    ['gate: { max: { crtical: 0 } }', 'Unknown key "gate.max.crtical" in the configuration. Did you mean "critical"?'],
    ['gate: { allow: [{ reason: r }] }', 'gate.allow.0: needs a cause, a signature or a finding.'],
    ['gate: { coverage: { pairs: 90 } }', 'gate.coverage.pairs: '],
  ])('%j is refused with one sentence', async (text, sentence) => {
    await aRun('one', { 'GET /': [] })
    writeFileSync(at('sosie.yaml'), text)
    await expect(gate('--config', at('sosie.yaml'))).rejects.toThrow(sentence)
  })
})

describe('reports', () => {
  test('every one that is asked for, in folders that are made', async () => {
    await aRun('one', { 'GET /': [sighting('price')] })
    const files = { junit: at('out/s.xml'), sarif: at('out/s.sarif'), markdown: at('out/s.md'), html: at('out/s.html') }
    const flags = Object.entries(files).flatMap(([name, file]) => [`--${name}`, file])
    expect((await gate(...flags, '--source-root', '/var/www/shop')).status).toBe(1)
    expect(readFileSync(files.junit, 'utf8')).toContain(
      '<failure type="regression" message="Division by zero in price.php:12">',
    )
    expect(readFileSync(files.sarif, 'utf8')).toContain('"uri": "price.php"')
    expect(readFileSync(files.markdown, 'utf8')).toContain('No-go')
    expect(readFileSync(files.html, 'utf8')).toContain('<!doctype html>')
  })

  test('--github writes annotations to standard output and adds to the step summary', async () => {
    await aRun('one', { 'GET /': [sighting('price')] })
    process.env['GITHUB_STEP_SUMMARY'] = at('summary.md')
    writeFileSync(at('summary.md'), 'of another step\n')
    const { result } = await gate('--github', '--source-root', '/var/www/shop=www')
    expect(result).toMatch(/^::error file=www\/price\.php,line=12,title=/)
    expect(readFileSync(at('summary.md'), 'utf8')).toMatch(/^of another step\n## ❌ No-go/)
  })

  test('without a step summary to write to, annotations are all; without a finding, nothing is', async () => {
    await aRun('one', { 'GET /': [] })
    expect(await gate('--github')).toMatchObject({ status: 0, result: '' })
  })

  test('sosie report knows the same gate', async () => {
    await aRun('one', { 'GET /': [sighting('price')] })
    await gate('--baseline', at('b.yaml'), '--update-baseline', ...signed)
    const flags = ['--db', at('r.sqlite'), '--format', 'json', '--baseline', at('b.yaml')]
    const { result, status } = await sosie('report', ...flags)
    expect(status).toBe(0)
    expect(JSON.parse(result)).toMatchObject({
      gate: { passed: true },
      findings: [{ state: 'accepted', acceptance: { author: 'Ada' } }],
    })
  })
})

test('no text of a stack begins a line of ours, or gives a runner a command', async () => {
  await aRun('one', { 'GET /': [sighting('price', { title: 'x\n::error::y ##[error]z' })] })
  const { told } = await gate()
  expect(told.split('\n').filter((line) => line.trimStart().startsWith('::') || line.includes('##['))).toEqual([])
})
