import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { readDriftedTables } from '../../drift/drift-file.js'
import type { tlsOf } from '../../config/files.js'
import type { Config } from '../../config/schema.js'
import { SosieError, type ErrorCode } from '../../base/errors.js'
import { supervised, untilReady, type FirstWord } from '../../base/threads.js'
import { countsOf, liveRequestCounts, type LiveRequestCounts } from '../../mirror/request-counts.js'
import { openQueueRoom, type QueueRoom } from '../../mirror/queue-room.js'
import { createIntake, type Intake } from '../../mirror/intake.js'
import { offerPacker } from '../../mirror/offer-batch.js'
import { mirrorPolicy } from '../../mirror/policy.js'
import type { LiveTapHandle } from '../../tap/live/open-live-tap.js'
import type { LiveCounts } from '../../model/ports.js'
import type { Run } from '../../model/run.js'
import { defaultKeyFile, redactionKey } from '../../store/redaction-key.js'
import type { ShadowState } from '../../telemetry/state.js'
import type { ShadowEvents } from './events.js'
import type { MirrorStart, MirrorThreadState, FromMirror, ToMirror } from './messages.js'
import { nothingJudged } from '../../model/tally.js'
import type { StopPhases } from './stop-phases.js'
import { nothingLost } from './verification.js'

/** What is behind the live path, as the live path sees it. */
export interface MirrorThread {
  readonly requestCounts: LiveRequestCounts
  readonly intake: Intake
  /** Stops mirroring at once, including requests that wait. */
  readonly pause: () => void
  readonly resume: () => void
  readonly state: () => Omit<ShadowState, 'faults' | 'logLost' | 'connections' | 'refused'>
  /** Called when users are served: the run is in progress. */
  begin(): void
  /** Mirrors what still waits, judges it, makes the experiments asked for and closes the recording, each within its phase. */
  finish(phases: StopPhases): Promise<void>
  /** Ends at once. */
  close(): Promise<void>
}

/** Offers cross to the thread at this size, or after this time (milliseconds). */
const batch = { offers: 64, bytes: 512 * 1024, ms: 4 }
const countsMs = 200
/** Maximum restarts within a run: if the thread dies more often, a new one does not fix the cause. */
const maxRestarts = 5
/** Milliseconds until a new thread is started; longer each time. */
const restartMs = 100

export interface MirrorThreadOptions {
  readonly config: Config
  readonly run: Run
  readonly environment: NodeJS.ProcessEnv
  readonly tls: Awaited<ReturnType<typeof tlsOf>>
  readonly events: ShadowEvents
  /** Tap of live legacy, if there is one. */
  readonly legacyTap?: LiveTapHandle | undefined
  /** The module that the thread runs. */
  readonly module?: URL
}

/** Starts the mirror's thread and waits until its recording is open. */
export async function startMirrorThread(options: MirrorThreadOptions): Promise<MirrorThread> {
  const { config, run, environment, tls, events, legacyTap, module = new URL('./main.js', import.meta.url) } = options
  const key = await redactionKey(config.redact.keyFile ?? defaultKeyFile(environment))
  const { candidate, control, legacy } = tls
  const driftedTables = await readDriftedTables(config.drift)
  const start = { config, run, tls: { candidate, control, legacy }, redactionKey: key, driftedTables }
  const launch = (room: QueueRoom, before?: MirrorStart['before']): Worker => {
    const asker = legacyTap?.asker()
    const workerData: MirrorStart = {
      ...start,
      room: room.memory,
      ...(before === undefined ? {} : { before }),
      ...(asker === undefined ? {} : { legacyTap: asker }),
    }
    return new Worker(module, { workerData, transferList: asker === undefined ? [] : [asker] })
  }
  const room = openQueueRoom()
  const worker = launch(room)
  await untilReady<FromMirror>(worker, firstWord, (message) => void tellOf(message, events))
  const liveTapShare = (): Pick<LiveCounts, 'liveTap'> =>
    legacyTap === undefined ? {} : { liveTap: legacyTap.counts() }
  return talkTo(worker, room, launch, config, events, liveTapShare)
}

function firstWord(message: FromMirror): FirstWord {
  if (message.type === 'failed') return new SosieError(message.code as ErrorCode, message.message)
  return message.type === 'ready' ? 'ready' : 'news'
}

/** Reports a message to people. @returns false if the message is for the live path only. */
function tellOf(message: FromMirror, events: ShadowEvents): boolean {
  if (message.type === 'finding') events.finding(message.finding)
  else if (message.type === 'fault') events.fault(message.message)
  else if (message.type === 'notice') events.notice(message.notice)
  else return false
  return true
}

function talkTo(
  first: Worker,
  firstRoom: QueueRoom,
  launch: (room: QueueRoom, before: MirrorStart['before']) => Worker,
  { mirror }: Config,
  events: ShadowEvents,
  liveTapShare: () => Pick<LiveCounts, 'liveTap'>,
): MirrorThread {
  let room = firstRoom
  let state: MirrorThreadState = noState
  let crossed = 0
  let timer: NodeJS.Timeout | undefined
  let begun = false
  /** Why a thread could not start, in its own words, which take precedence over the reason of its death. */
  let failure: Error | undefined
  let whenEnded: (() => void) | undefined

  const requestCounts = liveRequestCounts()
  const liveCounts = (): LiveCounts => ({ ...requestCounts.counts(), ...liveTapShare() })
  const packer = offerPacker()
  const thread = supervised<ToMirror, FromMirror>(first, {
    launch: () => launch(room, { counts: state.counts, tally: state.tally, recording: state.recording }),
    hear(message) {
      if (tellOf(message, events)) return
      if (message.type === 'state') state = message.state
      else if (message.type === 'failed') failure = new Error(message.message)
      else if (message.type === 'ended') {
        thread.expectEnd()
        whenEnded?.()
      }
    },
    died: (reason, restarts) => takeOver(failure ?? reason, restarts),
    restarted() {
      if (begun) post({ type: 'begin' })
      if (intake.closedBecause() === 'paused') post({ type: 'pause' })
      else flush()
    },
  })

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (!thread.isAlive() || packer.size() === 0) return
    crossed += packer.waiting().length
    const offers = packer.take()
    thread.post({ type: 'offers', batch: offers }, [
      offers.bodies.buffer as ArrayBuffer,
      offers.numbers.buffer as ArrayBuffer,
    ])
  }
  /** Posts a message after everything offered before it. */
  const post = (message: ToMirror): void => {
    flush()
    thread.post(message)
  }
  /** Set while a `missed` message is pending, so that a burst of them is reported once. */
  let missing: NodeJS.Timeout | undefined
  const miss = (): void => {
    missing ??= setTimeout(() => {
      missing = undefined
      post({ type: 'missed' })
    }, countsMs)
  }
  const intake = createIntake(
    { queued: mirror.queue, queuedBytes: mirror.queueBytes },
    {
      policy: mirrorPolicy(mirror),
      requestCounts,
      room: () => room,
      send(offer) {
        packer.add(offer)
        if (packer.size() >= batch.offers || packer.bytes() >= batch.bytes) flush()
        else timer ??= setTimeout(flush, batch.ms)
      },
      sendPassedBy(passed) {
        if (!room.enterPassedBy()) {
          miss()
          return
        }
        packer.addPassedBy(passed)
        if (packer.size() >= batch.offers) flush()
        else timer ??= setTimeout(flush, batch.ms)
      },
    },
  )

  /** Prepares the next thread. It owes what the dead one was offered and did not count as left out: recorded, or lost. */
  const takeOver = (reason: Error, restarts: number): number | undefined => {
    failure = undefined
    const again = restarts < maxRestarts && whenEnded === undefined
    const next = again ? 'it is restarted' : 'nothing is mirrored any more'
    events.fault(`The mirror died: ${reason.message}. Users are served; ${next}.`)
    whenEnded?.() // nobody waits for a dead thread
    if (!again) {
      intake.close('shutdown')
      return undefined
    }
    room = openQueueRoom()
    for (const bytes of packer.waiting()) room.enter(bytes)
    for (let passed = packer.size() - packer.waiting().length; passed > 0; passed -= 1) room.enterPassedBy()
    packer.forgetHeaders()
    const { notMirrored, control } = state.counts
    const leftOut = Object.values(notMirrored).reduce((total, n) => total + n, 0)
    const counts = { mirrored: crossed - leftOut, notMirrored, ...(control === undefined ? {} : { control }) }
    state = { ...state, counts }
    return restartMs * (restarts + 1)
  }

  const counting = setInterval(() => post({ type: 'counts', counts: liveCounts() }), countsMs)

  const end = (message: ToMirror): Promise<void> => {
    clearInterval(counting)
    return new Promise((resolve) => {
      whenEnded = resolve
      if (!thread.isAlive()) return resolve()
      post(message)
    })
  }

  return {
    requestCounts,
    intake,
    begin() {
      begun = true
      post({ type: 'begin' })
    },
    pause() {
      intake.close('paused')
      post({ type: 'pause' })
    },
    resume() {
      intake.open()
      post({ type: 'resume' })
    },
    state: () => ({
      ...countsOf(liveCounts(), state.counts),
      mirrored: state.counts.mirrored,
      tally: state.tally,
      recording: state.recording,
      down: state.down,
      mirror: {
        ...state.mirror,
        paused: intake.closedBecause() === 'paused',
        queued: room.queued(),
        queuedBytes: room.queuedBytes(),
      },
      mirrorRestarts: thread.restarts(),
      verifierWaiting: state.verifierWaiting,
      verifierRestarts: state.verifierRestarts,
    }),
    async finish(phases) {
      intake.close('shutdown')
      const ended = end({ type: 'finish', counts: liveCounts(), phases })
      if (phases.end === undefined) return ended
      const overdue = Math.max(0, phases.end - Date.now())
      await Promise.race([ended, wait(overdue, undefined, { ref: false })])
      // The supervisor would kill this process next; the recording is consistent without its end, too.
      await thread.terminate()
    },
    close: () => end({ type: 'close' }),
  }
}

const noState: MirrorThreadState = {
  counts: { mirrored: 0, notMirrored: {} },
  tally: nothingJudged,
  recording: nothingLost,
  down: [],
  mirror: { underWay: 0, breaker: 'closed', controlBreaker: 'closed' },
  verifierWaiting: 0,
  verifierRestarts: 0,
}
