import type { SqlReport } from '../../model/sql-report.js'
import { SqlPage } from '../../views/sql-comparison/page.js'
import { sqlVerdict } from '../../views/sql-comparison/words.js'
import { documentOf } from '../document.js'

export function sqlHtml(report: SqlReport): string {
  return documentOf(`${sqlVerdict(report).verdict} · Sosie, SQL comparison`, <SqlPage report={report} />)
}
