import { connect } from 'node:net'
import { adminToken } from '../config/files.js'
import { hostAndPort, isLoopback } from '../config/legs.js'
import type { Config } from '../config/schema.js'
import { SosieError } from '../base/errors.js'
import { hostOf } from '../upstream/tls.js'
import { adminApp, openAdmin, type Administered, type AdminListener } from '../telemetry/admin.js'

export const usualAdminPort = 9080

/** Opens the admin listener on the configured address; without one, on the usual port, or on a free one if another Sosie has it. */
export async function openAdminOf(config: Config, shadow: Administered): Promise<AdminListener> {
  const { adminTokenFile } = config
  const token = adminTokenFile === undefined ? undefined : await adminToken(adminTokenFile)
  const app = adminApp(shadow, token)
  if (config.admin === undefined) {
    return openAdmin(app, '127.0.0.1', usualAdminPort).catch(() => openAdmin(app, '127.0.0.1', 0))
  }
  const { host, port } = hostAndPort(config.admin)
  if (token === undefined && !isLoopback(host)) {
    const text = `The admin listener on ${host} needs a token, since others can reach it. Set adminTokenFile, or listen on 127.0.0.1.`
    throw new SosieError('SOSIE_E_CONFIG_INVALID', text)
  }
  return openAdmin(app, host, port)
}

/** True when something accepts connections at the URL; /readyz reports this. */
export function answers(url: string): Promise<boolean> {
  const origin = new URL(url)
  const port = Number(origin.port || (origin.protocol === 'https:' ? 443 : 80))
  return new Promise((resolve) => {
    const socket = connect({ host: hostOf(origin), port, timeout: 1000 })
    const say = (answer: boolean) => () => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', say(true)).once('error', say(false)).once('timeout', say(false))
  })
}
