/**
 * What a leg made when a session wrote, as its answer showed it: the id of a record. Two legs that count records apart call the same
 * record by another value.
 */
export interface MadeValue {
  /** Which answer of the session showed it, and where; the same on every leg: `12 location query.id`. */
  readonly key: string
  readonly value: string
}
