import { randomBytes } from 'node:crypto'
import { answers, openAdminOf } from './admin.js'
import type { ShadowEvents } from './mirror-thread/events.js'
import { startMirrorThread, type MirrorThread } from './mirror-thread/host.js'
import { stopPhases } from './mirror-thread/stop-phases.js'
import { watchingHealth } from './legacy-health.js'
import { marking, openLegacyTap } from './legacy-tap.js'
import { httpProxyForwarder } from '../proxy/http-proxy-forwarder.js'
import { openLiveProxy, type Forwarders, type LiveListener } from '../proxy/live-proxy.js'
import type { ListenTls } from '../proxy/live-server.js'
import type { RefusalReason } from '../proxy/refusal.js'
import { offerForwarder } from '../proxy/offer-forwarder.js'
import { undiciForwarder } from '../proxy/undici-forwarder.js'
import { listenTls, tlsOf, unverified } from '../config/files.js'
import { bodyLimits, hostAndPort, withoutCredentials } from '../config/legs.js'
import type { Config, LegConfig } from '../config/schema.js'
import { causesVersion } from '../knowledge/registry.js'
import type { Run } from '../model/run.js'
import type { ShadowState } from '../telemetry/state.js'
import type { UpstreamTls } from '../upstream/tls.js'
import { version } from '../base/version.js'

export interface Shadow {
  readonly url: string
  /** URL of metrics, health and pause/resume. */
  readonly adminUrl: string
  readonly run: Run
  readonly state: () => ShadowState
  /** Stops mirroring at once; users notice nothing. */
  readonly pause: () => void
  readonly resume: () => void
  /** Reads the listener's certificate again; false when there is none. */
  readonly renewCertificate: () => Promise<boolean>
  /**
   * Finishes users' requests in progress, compares what was mirrored, makes the experiments asked for and closes the recording, within
   * `shutdown.seconds`.
   *
   * @param patient somebody waits at a terminal: judging and experiments take as long as they need.
   */
  stop(options: { readonly patient: boolean }): Promise<void>
}

/**
 * Starts a shadow in front of legacy that mirrors to the candidate: creates the adapters and wires them together.
 *
 * @param logLost returns the number of lines that the log did not accept so far.
 */
export async function startShadow(
  config: Config,
  environment: NodeJS.ProcessEnv,
  heard: ShadowEvents,
  logLost: () => number = () => 0,
): Promise<Shadow> {
  const run = newRun(config)
  const { events, faults } = counted(heard)
  const tls = await tlsOf(config)
  for (const leg of unverified(config))
    events.fault(`The certificate of ${leg} is not checked: ${leg}.tls.insecure is set.`)
  const legacyTap = await openLegacyTap(config, events.fault)
  const undo: (() => Promise<void>)[] = legacyTap === undefined ? [] : [() => legacyTap.close()]
  try {
    const mirrorThread = await startMirrorThread({ config, run, environment, tls, events, legacyTap })
    undo.unshift(() => mirrorThread.close())
    const legacyAnswers = (): Promise<boolean> => answers(config.legacy.url)
    const forwarders = forwardersTo(new URL(config.legacy.url), config.forwarder, tls.legacy)
    const watched = watchingHealth(forwarders, legacyAnswers, events.notice)
    undo.unshift(() => {
      watched.health.close()
      return Promise.resolve()
    })
    const refused: Partial<Record<RefusalReason, number>> = {}
    const proxy = await openLiveProxy(
      { ...hostAndPort(config.listen), ...config.live, ...liveOptions(config, tls.listen) },
      marking(watched.forwarders, legacyTap),
      listenerTo(mirrorThread, (reason) => void (refused[reason] = (refused[reason] ?? 0) + 1)),
    )
    undo.unshift(() => proxy.close(0))
    const state = (): ShadowState => ({
      ...mirrorThread.state(),
      down: [...(watched.health.isDown() ? (['legacy'] as const) : []), ...mirrorThread.state().down],
      faults: faults(),
      logLost: logLost(),
      connections: proxy.connections(),
      refused: { ...refused },
    })
    const { pause, resume } = mirrorThread
    const admin = await openAdminOf(config, { state, pause, resume, legacyAnswers })
    mirrorThread.begin()
    return {
      url: proxy.url,
      adminUrl: admin.url,
      run,
      state,
      pause,
      resume,
      renewCertificate: async () => {
        const renewed = await listenTls(config)
        if (renewed !== undefined) proxy.renewTls(renewed)
        return renewed !== undefined
      },
      async stop({ patient }) {
        const phases = stopPhases(Date.now(), config.shutdown.seconds, patient)
        watched.health.close()
        await Promise.all([proxy.close(phases.users - Date.now()), admin.close()])
        await legacyTap?.rest()
        await mirrorThread.finish(phases)
        await legacyTap?.close()
      },
    }
  } catch (error) {
    for (const close of undo) await close()
    throw error
  }
}

/** Wraps the events to count the faults among them. */
function counted(heard: ShadowEvents): { events: ShadowEvents; faults: () => number } {
  let faults = 0
  const fault = (message: string): void => {
    faults += 1
    heard.fault(message)
  }
  return { events: { ...heard, fault }, faults: () => faults }
}

/** Passes what the live path reports to the request counts and the mirror. */
function listenerTo({ requestCounts, intake }: MirrorThread, refused: LiveListener['refused']): LiveListener {
  return {
    arrived(request, client) {
      requestCounts.arrived()
      const reason = intake.admit(request, client)
      if (reason !== undefined) requestCounts.notMirrored(reason)
      return reason
    },
    answered: (request, legacy) => intake.offer(request, legacy),
    passedBy: (request, answer, sent) => intake.passedBy(request, answer, sent),
    unmirrorable: requestCounts.notMirrored,
    refused,
  }
}

/** Returns the chosen forwarder for plain requests, and one for those that offer another protocol. */
function forwardersTo(legacy: URL, chosen: Config['forwarder'], tls: UpstreamTls): Forwarders {
  const requests = chosen === 'undici' ? undiciForwarder(legacy, tls) : httpProxyForwarder(legacy, tls)
  return { requests, offers: offerForwarder(legacy, tls) }
}

function liveOptions({ live, mirror }: Config, tls: ListenTls | undefined) {
  return {
    bodyLimit: bodyLimits(mirror),
    hosts: new Set(live.hosts.map((host) => host.toLowerCase())),
    ...(tls === undefined ? {} : { tls }),
  }
}

function newRun({ legacy, candidate, control }: Config): Run {
  const urlOf = (leg: LegConfig): string => withoutCredentials(leg.url ?? leg.lanes?.[0]?.url ?? '')
  return {
    id: `${new Date().toISOString().slice(0, 19).replace(/[-:T]/g, '')}-${randomBytes(3).toString('hex')}`,
    kind: 'shadow',
    startedAt: Date.now(),
    legs: {
      legacy: withoutCredentials(legacy.url),
      candidate: urlOf(candidate),
      ...(control === undefined ? {} : { control: urlOf(control) }),
    },
    versions: { sosie: version, node: process.versions.node, causes: causesVersion },
  }
}
