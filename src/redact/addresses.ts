import { isUuid, looksRandom } from '../model/random-text.js'

/** Headers that hold the address of one of the site's pages. */
export const addressHeaders: ReadonlySet<string> = new Set([
  'location',
  'referer',
  'content-location',
  'refresh',
  'origin',
])

/** Files that are named or told apart by a hash of their content. */
const asset = /\.(?:css|m?js|map|json|png|jpe?g|gif|svg|webp|avif|ico|bmp|woff2?|ttf|eot|otf|mp[34]|webm|pdf|zip|gz)$/i
/** Parameters that tell versions, campaigns or contents apart. */
const versionName =
  /^(?:v|ver|version|rev|revision|build|etag|md5|sha\d*|integrity|checksum|digest|cache\w*|cb|_|ts|t|utm_\w+|\w*clid)$/i

const minInQuery = 24
const minInPath = 20

/**
 * Hides random-looking parts of an address whose names say nothing: login keys and links to private documents. Keeps what tells versions of
 * a file apart, and UUIDs and hexadecimal ids of a path, which name the site's records.
 */
export function withoutKeysOfAddress(address: string, conceal: (secret: string) => string): string {
  const at = address.search(/[?#]/)
  const [path, rest] = at === -1 ? [address, ''] : [address.slice(0, at), address.slice(at)]
  if (asset.test(path)) return address
  const cleanPath = path
    .split('/')
    .map((segment) => (isKeyInPath(segment) ? conceal(segment) : segment))
    .join('/')
  const cleanRest = rest.replace(
    /([?&#;])([^=&#\s]{1,80})=([^&#\s]{24,4000})/g,
    (whole, separator: string, name: string, value: string) =>
      versionName.test(name) || isUuid(value) || value.includes('[hidden') || !looksRandom(decoded(value), minInQuery)
        ? whole
        : `${separator}${name}=${conceal(decoded(value))}`,
  )
  return cleanPath + cleanRest
}

function isKeyInPath(segment: string): boolean {
  return (
    !/^[\da-f-]+$/i.test(segment) &&
    !/\.\w{2,5}$/.test(segment) &&
    /[A-Z]/.test(segment) &&
    /[a-z]/.test(segment) &&
    looksRandom(segment, minInPath)
  )
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value // not valid percent-encoding
  }
}
