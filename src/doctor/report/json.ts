import type { DoctorReport } from '../model.js'

/** Schema 1, documented in docs/doctor.md. `mend` is the older name of `fix`, written for one version more. */
export function doctorJson(report: DoctorReport): string {
  return JSON.stringify({ ...report, rows: report.rows.map((row) => ({ ...row, mend: row.fix })) }, null, 2)
}
