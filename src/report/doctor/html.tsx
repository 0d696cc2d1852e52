import type { DoctorReport } from '../../model/doctor.js'
import { DoctorPage } from '../../views/doctor-page.js'
import { doctorStyle } from '../../views/doctor-style.js'
import { doctorVerdict } from '../../views/doctor-words.js'
import { style } from '../../views/style.js'
import { standalonePage } from '../standalone.js'

/** What the doctor found, as one page that needs nothing else. */
export function doctorHtml(report: DoctorReport): string {
  return standalonePage({
    title: `${doctorVerdict(report)} · Sosie doctor`,
    style: style + doctorStyle,
    script: '',
    children: <DoctorPage report={report} />,
  })
}
