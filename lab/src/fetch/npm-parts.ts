import { createHash } from 'node:crypto'
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Progress } from '../progress.js'
import { cached } from './cache.js'
import { run } from './run.js'

const labFolder = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Fetches PHP 7.4, PHP 8.1 and MySQL 5.7 as npm packages, which npm checks against the lockfile's integrity. Returns the folder that holds
 * `node_modules`.
 */
export async function npmParts(progress: Progress): Promise<string> {
  const lock = await readFile(join(labFolder, 'package-lock.json'))
  const name = `npm-${createHash('sha256').update(lock).digest('hex').slice(0, 12)}`
  return cached(name, async (folder) => {
    progress('Fetching PHP 7.4, PHP 8.1 and MySQL 5.7 (npm, about 90 MB)…')
    for (const file of ['package.json', 'package-lock.json']) await copyFile(join(labFolder, file), join(folder, file))
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder })
  })
}
