import { setTimeout as wait } from 'node:timers/promises'

/** A few lanes answer more slowly than legacy: what waits is mirrored before more users come. @param admin URL of the admin listener. */
export async function untilMirrored(admin: string): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(`${admin}/metrics`)).text()
    const waits = /^sosie_mirror_(?:queue_requests|under_way) [1-9]/m.test(metrics)
    if (!waits) return
    await wait(100)
  }
}
