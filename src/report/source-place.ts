import type { ReportedFinding } from '../model/report.js'
import type { RenderOptions } from './format.js'

/** A file as tools that look into a repository know it. */
export interface SourcePlace {
  /** With slashes; relative to the repository where it is `inside` it, else absolute as on the server. */
  readonly path: string
  readonly inside: boolean
  /** From 1. */
  readonly line: number
}

/** The PHP file and line of the evidence, else the scenario that showed it, else the file that stands in; undefined without any. */
export function sourcePlaceOf(
  finding: ReportedFinding,
  { sourceRoot, standIn }: RenderOptions,
): SourcePlace | undefined {
  const { evidence, scenario } = finding
  if (typeof evidence['file'] === 'string' && evidence['file'] !== '') {
    const line = lineOf(evidence['line'])
    return { ...relative(evidence['file'], sourceRoot), line }
  }
  if (scenario !== undefined) return { ...relative(scenario.file, undefined), line: scenario.line ?? 1 }
  return standIn === undefined ? undefined : { ...relative(standIn, undefined), line: 1 }
}

/** The path as a URI reference (RFC 3986): relative inside the repository, else `file:`. */
export function uriOf({ path, inside }: SourcePlace): string {
  const escaped = path
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map((segment) => encodeURIComponent(segment))
    .join('/')
  if (!inside) return `file://${escaped.startsWith('/') ? '' : '/'}${escaped}`
  // A first segment with a colon would be a scheme; an empty one, an authority.
  return /^[^/]*%3A/i.test(escaped) ? `./${escaped}` : escaped
}

/** Statements report their line as a number, older evidence as text. */
function lineOf(line: unknown): number {
  const number = Number(line)
  return Number.isInteger(number) && number >= 1 ? number : 1
}

function relative(file: string, sourceRoot: string | undefined): Pick<SourcePlace, 'path' | 'inside'> {
  const path = withSlashes(file)
  const [root = '', folder = ''] = (sourceRoot ?? '').split('=', 2).map((part) => withSlashes(part).replace(/\/+$/, ''))
  if (root !== '' && path.startsWith(`${root}/`)) {
    return { path: [folder, path.slice(root.length + 1)].filter((part) => part !== '').join('/'), inside: true }
  }
  return { path: path.replace(/^(?:\.\/)+/, ''), inside: !/^(?:\/|[a-z]:\/)/i.test(path) }
}

function withSlashes(path: string): string {
  return path.replaceAll('\\', '/')
}
