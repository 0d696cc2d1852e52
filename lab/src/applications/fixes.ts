import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { applyPatch, parsePatch } from 'diff'

const folder = fileURLToPath(new URL('../../boutique/fixes/', import.meta.url))

/**
 * Applies the patch that fixes one planted defect.
 *
 * @param defect id of the defect.
 * @param pages folder of the pages to fix.
 */
export async function fix(defect: string, pages: string): Promise<void> {
  for (const patch of parsePatch(await readFile(join(folder, `${defect}.patch`), 'utf8'))) {
    const file = join(pages, (patch.newFileName ?? '').replace(/^b\//, ''))
    const fixed = applyPatch(await readFile(file, 'utf8'), patch)
    if (fixed === false)
      throw new Error(`${defect}.patch does not fit ${file}: the page is another than it was made for.`)
    await writeFile(file, fixed)
  }
}
