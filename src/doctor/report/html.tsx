import type { DoctorReport } from '../model.js'
import { DoctorPage } from './page.js'
import { doctorStyle } from './style.js'
import { doctorVerdict } from './words.js'
import { documentOf } from '../../report/document.js'

/** Renders the doctor's report as one self-contained page. */
export function doctorHtml(report: DoctorReport): string {
  return documentOf(`${doctorVerdict(report)} · Sosie doctor`, <DoctorPage report={report} />, doctorStyle)
}
