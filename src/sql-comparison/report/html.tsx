import type { SqlReport } from '../report-model.js'
import { SqlPage } from './page/page.js'
import { sqlVerdict } from './page/words.js'
import { documentOf } from '../../report/document.js'

export function sqlHtml(report: SqlReport): string {
  return documentOf(`${sqlVerdict(report).verdict} · Sosie, SQL comparison`, <SqlPage report={report} />)
}
