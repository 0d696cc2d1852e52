import type { ReportFormat } from './format.js'
import { github } from './github.js'
import { html } from './html.js'
import { json } from './json.js'
import { junit } from './junit.js'
import { markdown } from './markdown.js'
import { sarif } from './sarif.js'

export type { RenderOptions, ReportFormat } from './format.js'

const known: readonly ReportFormat[] = [html, json, markdown, junit, sarif, github]

/** Every format by its name. */
export const formats: Readonly<Record<string, ReportFormat>> = Object.fromEntries(
  known.map((format) => [format.name, format]),
)
