import type { DoctorReport } from '../../model/doctor.js'
import { DoctorPage } from '../../views/doctor-page.js'
import { doctorStyle } from '../../views/doctor-style.js'
import { doctorVerdict } from '../../views/doctor-words.js'
import { documentOf } from '../document.js'

/** What the doctor found, as one page that needs nothing else. */
export function doctorHtml(report: DoctorReport): string {
  return documentOf(`${doctorVerdict(report)} · Sosie doctor`, <DoctorPage report={report} />, doctorStyle)
}
