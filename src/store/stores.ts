import type { Store } from '../model/store.js'
import { sqliteStore } from './sqlite/store.js'

/** Returns the store at an address. @param address path of a SQLite file. */
export function storeAt(address: string): Store {
  return sqliteStore(address)
}
