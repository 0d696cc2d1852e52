import type { Comparator } from './comparator.js'
import { binary } from './comparators/binary.js'
import { cookies } from './comparators/cookies.js'
import { headers } from './comparators/headers.js'
import { csv } from './comparators/csv.js'
import { html } from './comparators/html.js'
import { json } from './comparators/json.js'
import { redirect } from './comparators/redirect.js'
import { status } from './comparators/status.js'
import { text } from './comparators/text.js'
import { unseenBody } from './comparators/unseen-body.js'
import { xml } from './comparators/xml.js'

export const comparators: readonly Comparator[] = [
  status,
  headers,
  cookies,
  redirect,
  unseenBody,
  json,
  html,
  xml,
  csv,
  text,
  binary,
]
