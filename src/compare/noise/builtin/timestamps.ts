import type { NoiseLearner } from '../learner.js'

const minuteMs = 60 * 1000
/** Clocks of different zones differ by multiples of this. */
const zoneStepMs = 30 * minuteMs
/** Farther from UTC than any zone. */
const farthestMs = 24 * 60 * minuteMs
const isoOrSql = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?/g
const http = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d (?:GMT|[+-]\d{4})/g
const european = /\b(\d\d)[/.](\d\d)[/.](\d{4}) (?:à )?(\d\d)[:h](\d\d)(?::\d\d)?/g
const epoch = /\b(\d{10})(?:\d{3}\b|\.\d{1,9}\b|\b)/g
const justNow =
  /\b(?:il y a|vor|hace)\s{1,3}\d{1,3}\s{1,3}(?:sec|min|sek|seg)\p{L}{0,8}|\b\d{1,3}\s{1,3}(?:second|minute)s?\s{1,3}ago\b/giu

/**
 * Masks moments near the request: any other, such as a publication date, is content. The format and the zone's offset are kept, because a
 * stack that uses another one is a real difference.
 */
export const timestamps: NoiseLearner = {
  id: 'timestamps',
  about: 'The moment of the request on the clock of any zone, and words such as "5 minutes ago".',
  mask: (value, _, { receivedAt }) => {
    const word = (text: string, moment: number, zone = ''): string => {
      const apart = moment - receivedAt
      const steps = Math.round(apart / zoneStepMs)
      if (!(Math.abs(apart) <= farthestMs) || Math.abs(apart - steps * zoneStepMs) > 5 * minuteMs) return text
      const shape = text
        .slice(0, text.length - zone.length)
        .replace(/[A-Z][a-z]{2}/g, 'Aaa')
        .replace(/\d/g, '0')
      return `(${shape}${zone}, now${steps === 0 ? '' : ` and ${steps / 2} h`})`
    }
    return value
      .replace(isoOrSql, (text, zone = '') => word(text, utc(text.replace(' ', 'T'), String(zone)), String(zone)))
      .replace(http, (text) => word(text, Date.parse(text), text.slice(text.lastIndexOf(' '))))
      .replace(european, (text, day: string, month: string, year: string, hour: string, minute: string) =>
        word(text, Date.parse(`${year}-${month}-${day}T${hour}:${minute}Z`)),
      )
      .replace(epoch, (text, seconds: string) => word(text.replace(/\.\d+$/, '.0'), Number(seconds) * 1000))
      .replace(justNow, '(moments ago)')
  },
}

/** Parses a moment; without a zone it is read as UTC, because no other zone is known here. */
function utc(text: string, zone: string): number {
  return Date.parse(zone === '' ? `${text}Z` : text)
}
