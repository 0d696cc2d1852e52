import type { Store } from '../model/store.js'
import { sqliteStore } from './sqlite/store.js'

/** The store that an address names. @param address the path of a SQLite file. */
export function storeAt(address: string): Store {
  return sqliteStore(address)
}
