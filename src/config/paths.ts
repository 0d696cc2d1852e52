import { isAbsolute, join } from 'node:path'
import { configSchema, filePath } from './schema.js'
import { inside, unwrapped } from './schema-walk.js'

/**
 * Returns the values of a configuration file with relative paths resolved against its folder, so that they do not depend on where the
 * command runs.
 */
export const pathsFrom = (folder: string, values: unknown): unknown => ledFrom(folder, values, configSchema)

/** @param schema of the value, which tells whether it is a path; undefined where the schema knows no such key. */
function ledFrom(folder: string, value: unknown, schema: unknown): unknown {
  if (typeof value === 'string') return isRelativePath(value, schema) ? join(folder, value) : value
  if (Array.isArray(value)) return value.map((each, place) => ledFrom(folder, each, inside(schema, place)))
  if (typeof value !== 'object' || value === null) return value
  const led = Object.entries(value).map(([key, each]) => [key, ledFrom(folder, each, inside(schema, key))])
  return Object.fromEntries(led) as unknown
}

function isRelativePath(value: string, schema: unknown): boolean {
  return unwrapped(schema) === filePath && value !== '' && !isAbsolute(value)
}
