import { decisionWords } from '../views/decision-words.js'
import { RunPage } from '../views/run-page.js'
import { documentOf } from './document.js'
import type { ReportFormat } from './format.js'

export const html: ReportFormat = {
  name: 'html',
  extension: 'html',
  render: (report) =>
    documentOf(`${decisionWords(report).verdict} · Sosie, run ${report.run.id}`, <RunPage report={report} />),
}
