// Builds the product and, in a checkout (the published package holds no lab), the lab. Plain files that tsc leaves
// behind, migrations and browser modules, are copied beside the code that reads them.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, rmSync, chmodSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')

const compile = (project) => {
  const { status } = spawnSync(process.execPath, [tsc, '-p', project], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

rmSync('dist', { recursive: true, force: true })
compile('tsconfig.build.json')
cpSync('src/store/sqlite/migrations', 'dist/store/sqlite/migrations', { recursive: true })
chmodSync('dist/main.js', 0o755)

if (existsSync('lab/tsconfig.json')) {
  rmSync('lab/dist', { recursive: true, force: true })
  compile('lab/tsconfig.json')
}
