import { difference, type Comparator } from '../comparator.js'

export const status: Comparator = {
  *compare({ response: legacy }, { response: candidate }) {
    if (legacy.status === candidate.status) return
    yield difference('status', 'value', 'status', String(legacy.status), String(candidate.status))
  },
}
