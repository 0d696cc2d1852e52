import type { ReportedFinding } from '../model/report.js'
import type { RenderOptions } from './format.js'

/** A file as tools that look into a repository address it. */
export interface SourcePlace {
  /** With slashes; relative to the repository when `inside` it, else absolute as on the server. */
  readonly path: string
  readonly inside: boolean
  /** Counts from 1. */
  readonly line: number
}

/** Returns the PHP file and line of the evidence, else the scenario that showed it, else the stand-in; undefined without any of them. */
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

/** Returns the path as a URI reference (RFC 3986): relative inside the repository, else `file:`. */
export function uriOf({ path, inside }: SourcePlace): string {
  const escaped = path
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map((segment) => encodeURIComponent(segment))
    .join('/')
  if (!inside) return `file://${escaped.startsWith('/') ? '' : '/'}${escaped}`
  // Readers that decode first would take a first segment with a colon for a scheme.
  return /^[^/]*%3A/i.test(escaped) ? `./${escaped}` : escaped
}

/** Reads the line of the evidence, which is a number, or text in older evidence; 1 when it is invalid. */
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
