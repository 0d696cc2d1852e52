import { readFile } from 'node:fs/promises'
import { SosieError } from '../base/errors.js'
import type { Config, TapConfig, UpstreamTlsConfig } from './schema.js'

/** A leg's TLS settings with the files' content. */
export interface ReadTls {
  readonly ca?: string
  readonly servername?: string
  readonly verify: boolean
}

/** Reads the files of every TLS setting; `listen` is absent when users are served in the clear. */
export async function tlsOf(config: Config) {
  const [listen, legacy, candidate, control] = await Promise.all([
    listenTls(config),
    readTls(config.legacy.tls),
    readTls(config.candidate.tls),
    readTls(config.control?.tls),
  ])
  return { listen, legacy, candidate, control }
}

/** Reads the listener's certificate and key as they are on disk now. */
export async function listenTls({ tls }: Config): Promise<{ cert: string; key: string } | undefined> {
  if (tls === undefined) return undefined
  const [cert, key] = await Promise.all([readPem(tls.cert, 'tls.cert'), readPem(tls.key, 'tls.key')])
  return { cert, key }
}

/** Reads the certificate that a tap presents and what it trusts of its database; undefined when TLS is passed through unread. */
export async function tapTls({ tls }: TapConfig): Promise<(ReadTls & { cert: string; key: string }) | undefined> {
  if (tls === undefined) return undefined
  const [cert, key] = await Promise.all([readPem(tls.cert, 'tap.tls.cert'), readPem(tls.key, 'tap.tls.key')])
  return { ...(await readTls(tls)), cert, key }
}

/** Names the legs whose certificate is not checked, which is logged at every start. */
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

/** Reads the token that every request to the admin listener must carry: the first line of the file. */
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
