import type { NoiseLearner } from '../learner.js'

const dayMs = 24 * 60 * 60 * 1000
const isoOrSql = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g
const http = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d (?:GMT|[+-]\d{4})/g
const european = /\b(\d\d)[/.](\d\d)[/.](\d{4}) (?:à )?(\d\d)[:h](\d\d)(?::(\d\d))?/g
const epoch = /\b\d{10}(?:\d{3})?\b/g
const ago = /\b(?:il y a|vor|hace)\s+\d+\s+\p{L}+|\b\d+\s+(?:second|minute|hour|day)s?\s+ago\b/giu

/** A moment near the request itself is the moment of the request; any other, as a date of publication, is content. */
export const timestamps: NoiseLearner = {
  id: 'timestamps',
  about: 'Moments within a day of the request, and words such as "5 minutes ago".',
  mask: (value, _, { receivedAt }) => {
    const isNow = (moment: number): boolean => Math.abs(moment - receivedAt) <= dayMs
    const word = (text: string, moment: number): string => (isNow(moment) ? '(now)' : text)
    return value
      .replace(isoOrSql, (text) => word(text, Date.parse(text.replace(' ', 'T'))))
      .replace(http, (text) => word(text, Date.parse(text)))
      .replace(european, (text, day: string, month: string, year: string, hour: string, minute: string) =>
        word(text, Date.parse(`${year}-${month}-${day}T${hour}:${minute}`)),
      )
      .replace(epoch, (text) => word(text, Number(text) * (text.length === 10 ? 1000 : 1)))
      .replace(ago, '(ago)')
  },
}
