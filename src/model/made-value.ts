/**
 * The id of a record that a leg created in a session, as its answer showed it. Legs that count records separately give the same record
 * different values.
 */
export interface MadeValue {
  /** Which answer of the session showed it, and where, such as `12 location query.id`. The same on every leg. */
  readonly key: string
  readonly value: string
}
