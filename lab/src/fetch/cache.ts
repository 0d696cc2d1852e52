import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Returns the folder of fetched parts and prepared databases, which all checkouts of the user share. */
export function cacheFolder(): string {
  const { SOSIE_LAB_CACHE, XDG_CACHE_HOME } = process.env
  return SOSIE_LAB_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sosie-lab')
}

/**
 * Returns a folder of the cache, which `make` fills if it does not exist. It is filled under another name and moved when complete, so that an
 * interrupted fetch leaves nothing half done. If two labs fetch at once, the first to finish wins.
 */
export async function cached(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cacheFolder(), name)
  if (await exists(folder)) return folder
  const draft = `${folder}.${process.pid}.draft`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  try {
    await make(draft)
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!(await exists(folder))) throw error
  }
  return folder
}

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch {
    return false
  }
}
