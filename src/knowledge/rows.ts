import type { KnownChange } from './known-change.js'
import { mysqlChanges } from './mysql.js'
import { phpMessages } from './php-messages.js'
import { phpValues } from './php-values.js'
import { phpChanges } from './php.js'
import { signsOf } from './signs.js'
import { webChanges } from './web.js'

/** Every row of the catalogue. */
export const knownChanges: readonly KnownChange[] = [
  ...phpChanges,
  ...phpMessages,
  ...phpValues,
  ...mysqlChanges,
  ...webChanges,
]

/** Recognises the rows by their signs. */
export const knownSigns = signsOf(knownChanges)
