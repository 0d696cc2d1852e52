import { readFileSync } from 'node:fs'

/** Version of this package, as in its manifest: the one beside `dist/` or `src/`. */
export const version: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version
