import { decisionWords } from '../views/decision-words.js'
import { RunPage } from '../views/run-page.js'
import { script } from '../views/script.js'
import { style } from '../views/style.js'
import type { ReportFormat } from './format.js'
import { standalonePage } from './standalone.js'

/** One file that needs nothing else: opened from a mail, a share, an archive. */
export const html: ReportFormat = {
  name: 'html',
  extension: 'html',
  render: (report) => {
    const title = `${decisionWords(report).verdict} · Sosie, run ${report.run.id}`
    return standalonePage({ title, style, script, children: <RunPage report={report} /> })
  },
}
