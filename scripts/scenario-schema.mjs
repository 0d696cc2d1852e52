// Publishes the JSON Schema of scenarios from the schema that the reader has. A test says when it must be run: npm run build && node scripts/scenario-schema.mjs
import { writeFileSync } from 'node:fs'
import { publishedSchema } from '../dist/replay/scenario/schema.js'

writeFileSync(new URL('../docs/scenario.schema.json', import.meta.url), publishedSchema())
