import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise'

/** The address of a database, and the user who connects to it. */
export interface DatabaseAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly name: string
}

/** A running server that was named in the environment. The lab fills its database if that is empty, and never stops the server. */
export interface GivenDatabase {
  readonly address: DatabaseAddress
  readonly version: string
  readonly source: 'environment'
}

/**
 * Returns the database that an environment variable names, after connecting to it; undefined if the variable is not set.
 *
 * @param variable holds `mysql://user:password@host:port/database`.
 */
export async function givenDatabase(variable: string): Promise<GivenDatabase | undefined> {
  const dsn = process.env[variable]
  if (dsn === undefined) return undefined
  if (!URL.canParse(dsn) || new URL(dsn).protocol !== 'mysql:') {
    throw new Error(`${variable} must be mysql://user:password@host:port/database, not "${dsn}".`)
  }
  const { hostname, port, username, password, pathname } = new URL(dsn)
  const address: DatabaseAddress = {
    host: hostname,
    port: port === '' ? 3306 : Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    name: pathname.slice(1) === '' ? 'shop' : pathname.slice(1),
  }
  const connection = await connectTo(address).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${variable}: no answer from ${address.host}:${address.port} (${why}).`, { cause })
  })
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version')
  await connection.end()
  return { address, version: String(row?.['version']), source: 'environment' }
}

export function connectTo({ host, port, user, password, name }: DatabaseAddress): Promise<Connection> {
  return createConnection({ host, port, user, password, database: name, charset: 'utf8_general_ci' })
}

/** Fills the database unless it holds tables, because they are not the lab's to change. */
export async function fillWhenEmpty(
  { address }: GivenDatabase,
  fill: (connection: Connection) => Promise<void>,
): Promise<void> {
  const connection = await connectTo(address)
  try {
    const [tables] = await connection.query<RowDataPacket[]>('SHOW TABLES')
    if (tables.length > 0) return
    await fill(connection)
  } finally {
    await connection.end()
  }
}
