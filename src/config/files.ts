import { readFile } from 'node:fs/promises'
import { SosieError } from '../base/errors.js'
import type { Config, TapConfig, UpstreamTlsConfig } from './schema.js'

/** A leg's TLS with its files read. */
export interface ReadTls {
  readonly ca?: string
  readonly servername?: string
  readonly verify: boolean
}

/** Every TLS setting with its files read; `listen` is absent where users are served in the clear. */
export async function tlsOf(config: Config) {
  const [listen, legacy, candidate, control] = await Promise.all([
    listenTls(config),
    readTls(config.legacy.tls),
    readTls(config.candidate.tls),
    readTls(config.control?.tls),
  ])
  return { listen, legacy, candidate, control }
}

/** The listener's certificate and key as they are on the disk now. */
export async function listenTls({ tls }: Config): Promise<{ cert: string; key: string } | undefined> {
  if (tls === undefined) return undefined
  const [cert, key] = await Promise.all([readPem(tls.cert, 'tls.cert'), readPem(tls.key, 'tls.key')])
  return { cert, key }
}

/** The certificate that a tap shows, and what it trusts of its database; undefined where TLS is passed on unread. */
export async function tapTls({ tls }: TapConfig): Promise<(ReadTls & { cert: string; key: string }) | undefined> {
  if (tls === undefined) return undefined
  const [cert, key] = await Promise.all([readPem(tls.cert, 'tap.tls.cert'), readPem(tls.key, 'tap.tls.key')])
  return { ...(await readTls(tls)), cert, key }
}

/** Legs whose certificate is not checked: said aloud at every start. */
export function unverified({ legacy, candidate, control }: Config): string[] {
  const legs = { legacy, candidate, control }
  return Object.entries(legs).flatMap(([name, leg]) => (leg?.tls?.insecure === true ? [name] : []))
}

async function readTls(tls: UpstreamTlsConfig | undefined): Promise<ReadTls> {
  return {
    verify: tls?.insecure !== true,
    ...(tls?.ca === undefined ? {} : { ca: await readPem(tls.ca, 'tls.ca') }),
    ...(tls?.servername === undefined ? {} : { servername: tls.servername }),
  }
}

async function readPem(file: string, setting: string): Promise<string> {
  const text = await readSetting(file, setting)
  if (text.includes('-----BEGIN ')) return text
  throw new SosieError('SOSIE_E_NOT_READABLE', `${file} is no PEM file. Check ${setting}.`)
}

/** The first line of the file: what every request to the admin listener must bring. */
export async function adminToken(file: string): Promise<string> {
  const [token = ''] = (await readSetting(file, 'adminTokenFile')).trim().split('\n')
  if (token.length >= minTokenLength) return token
  const text = `The first line of ${file} is too short for a token. Use at least ${minTokenLength} characters.`
  throw new SosieError('SOSIE_E_CONFIG_INVALID', text)
}

const minTokenLength = 16

async function readSetting(file: string, setting: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new SosieError('SOSIE_E_NOT_READABLE', `${file} cannot be read. Check ${setting}.`, { cause })
  }
}
