import type { ApartBecause } from '../../model/judgement.js'

/** Says why the data is apart, by kind; takes the tables or routes involved. */
export const apartInWords: Readonly<Record<ApartBecause['kind'], (names: string) => string>> = {
  drift: (tables) => `the drift check found other rows in ${tables}`,
  'control-write': (tables) => `control changed ${tables} on legacy`,
  'control-count': (routes) =>
    `legacy's numbers are ahead by as many times as control asked for ${routes}, which seems to count its visits; let control work on a copy of the database`,
  'unmirrored-write': (routes) => `they show what ${routes} wrote on legacy and the candidate was not sent`,
  'failed-write': (routes) => `they follow from ${routes}, which legacy took and at which the candidate failed`,
}
