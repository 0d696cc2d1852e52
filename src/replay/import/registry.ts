import { accessLog } from './access-log.js'
import { gor } from './gor.js'
import { har } from './har.js'
import type { Importer } from './importer.js'

/** Asked in this order what a file is. */
export const importers: readonly Importer[] = [gor, har, accessLog]
