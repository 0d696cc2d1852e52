import type { ReportFormat } from './format.js'
import { html } from './html.js'
import { json } from './json.js'

export type { ReportFormat } from './format.js'

const known: readonly ReportFormat[] = [html, json]

/** Every format by its name. */
export const formats: Readonly<Record<string, ReportFormat>> = Object.fromEntries(
  known.map((format) => [format.name, format]),
)
