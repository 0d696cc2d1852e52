import type { DoctorReport } from '../model.js'

/** Writes schema 1, documented in docs/doctor.md. `mend` is the former name of `fix`, written for one more version. */
export function doctorJson(report: DoctorReport): string {
  return JSON.stringify({ ...report, rows: report.rows.map((row) => ({ ...row, mend: row.fix })) }, null, 2)
}
