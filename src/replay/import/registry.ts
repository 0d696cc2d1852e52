import { accessLog } from './access-log.js'
import { gor } from './gor.js'
import { har } from './har.js'
import type { Importer } from './importer.js'

/** In the order in which they are tried on a file. */
export const importers: readonly Importer[] = [gor, har, accessLog]
