import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** PEM texts. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

/** Paths of PEM files. */
export interface CertificateFiles {
  readonly certFile: string
  readonly keyFile: string
}

/** A self-signed certificate for a name and 127.0.0.1, made by the system's openssl. */
export function makeCertificate(name: string): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'sosie-tls-'))
  try {
    const { certFile, keyFile } = makeCertificateFiles(name, folder)
    return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The same as files of a folder. */
export function makeCertificateFiles(name: string, folder: string): CertificateFiles {
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name},IP:127.0.0.1`],
    ...['-keyout', keyFile, '-out', certFile],
  ])
  if (made.status !== 0) throw new Error(made.stderr.toString())
  return { certFile, keyFile }
}
