import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { readDriftedTables } from '../../drift/drift-file.js'
import type { tlsOf } from '../../config/files.js'
import type { Config } from '../../config/schema.js'
import { SosieError, type ErrorCode } from '../../base/errors.js'
import { countsOf, liveBooks, type LiveBooks } from '../../mirror/books.js'
import { openGate, type Gate } from '../../mirror/gate.js'
import { createIntake, type Intake } from '../../mirror/intake.js'
import { offerPacker } from '../../mirror/offer-batch.js'
import { mirrorPolicy } from '../../mirror/policy.js'
import type { LiveTapHandle } from '../../tap/live/open-live-tap.js'
import type { LiveCounts } from '../../model/ports.js'
import type { Run } from '../../model/run.js'
import { defaultKeyFile, redactionKey } from '../../store/redaction-key.js'
import type { ShadowState } from '../../telemetry/state.js'
import type { ShadowEvents } from './events.js'
import type { BehindStart, BehindState, FromBehind, ToBehind } from './messages.js'
import { nothingJudged } from '../../model/tally.js'
import type { StopPhases } from './stop-phases.js'
import { nothingLost } from './verification.js'

/** What is behind the live path, as the live path sees it. */
export interface BehindHandle {
  readonly books: LiveBooks
  readonly intake: Intake
  /** Nothing is mirrored from now on, also nothing that waits. */
  readonly pause: () => void
  readonly resume: () => void
  readonly state: () => Omit<ShadowState, 'faults' | 'logLost' | 'connections' | 'refused'>
  /** Users are served: the run is under way. */
  begin(): void
  /** Mirrors what still waits, judges it, makes the experiments asked for, closes the recording; each as long as it may take. */
  finish(phases: StopPhases): Promise<void>
  /** Ends at once. */
  close(): Promise<void>
}

/** Offers cross at this size, or after this time (milliseconds). */
const batch = { offers: 64, bytes: 512 * 1024, ms: 4 }
const countsMs = 200
/** A thread that dies more often than this within a run has a reason that a new one does not mend. */
const mostRestarts = 5
/** Milliseconds until a new thread is started; longer each time. */
const restartMs = 100

/**
 * Starts the mirror's thread and waits until its recording is open.
 *
 * @param thread the module that it runs.
 * @param liveTap of live legacy, where it is tapped.
 */
export async function startBehind(
  config: Config,
  run: Run,
  environment: NodeJS.ProcessEnv,
  tls: Awaited<ReturnType<typeof tlsOf>>,
  events: ShadowEvents,
  thread = new URL('./main.js', import.meta.url),
  liveTap?: LiveTapHandle,
): Promise<BehindHandle> {
  const key = await redactionKey(config.redact.keyFile ?? defaultKeyFile(environment))
  const { candidate, control, legacy } = tls
  const driftedTables = await readDriftedTables(config.drift)
  const start = { config, run, tls: { candidate, control, legacy }, redactionKey: key, driftedTables }
  const launch = (gate: Gate, before?: BehindStart['before']): Worker => {
    const legacyTap = liveTap?.asker()
    const workerData: BehindStart = {
      ...start,
      gate: gate.memory,
      ...(before === undefined ? {} : { before }),
      ...(legacyTap === undefined ? {} : { legacyTap }),
    }
    return new Worker(thread, { workerData, transferList: legacyTap === undefined ? [] : [legacyTap] })
  }
  const gate = openGate()
  const worker = launch(gate)
  await opened(worker, events)
  const liveTapShare = (): Pick<LiveCounts, 'liveTap'> => (liveTap === undefined ? {} : { liveTap: liveTap.counts() })
  return talkTo(worker, gate, launch, config, events, liveTapShare)
}

/** What it says before it is ready is told, too. */
function opened(worker: Worker, events: ShadowEvents): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('error', reject)
      worker.off('message', hear)
    }
    const hear = (message: FromBehind): void => {
      if (tellOf(message, events)) return
      settle()
      if (message.type === 'failed') reject(new SosieError(message.code as ErrorCode, message.message))
      else resolve()
    }
    worker.once('error', reject)
    worker.on('message', hear)
  })
}

/** @returns false where it is news for the live path alone. */
function tellOf(message: FromBehind, events: ShadowEvents): boolean {
  if (message.type === 'finding') events.finding(message.finding)
  else if (message.type === 'fault') events.fault(message.message)
  else if (message.type === 'notice') events.notice(message.notice)
  else return false
  return true
}

function talkTo(
  first: Worker,
  firstGate: Gate,
  relaunch: (gate: Gate, before: BehindStart['before']) => Worker,
  { mirror }: Config,
  events: ShadowEvents,
  liveTapShare: () => Pick<LiveCounts, 'liveTap'>,
): BehindHandle {
  let gate = firstGate
  /** Absent between the death of a thread and the start of the next, and for ever after the last. */
  let worker: Worker | undefined = first
  let state: BehindState = noState
  let restarts = 0
  let crossed = 0
  let timer: NodeJS.Timeout | undefined
  let begun = false
  let whenEnded: (() => void) | undefined

  const books = liveBooks()
  const liveCounts = (): LiveCounts => ({ ...books.counts(), ...liveTapShare() })
  const packer = offerPacker()

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (worker === undefined || packer.size() === 0) return
    crossed += packer.waiting().length
    const offers = packer.take()
    const message: ToBehind = { type: 'offers', batch: offers }
    worker.postMessage(message, [offers.bodies.buffer as ArrayBuffer, offers.numbers.buffer as ArrayBuffer])
  }
  /** Behind what was offered before. */
  const post = (message: ToBehind): void => {
    flush()
    worker?.postMessage(message)
  }
  /** Told once, behind what was offered before, until there is room again. */
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
      books,
      gate: () => gate,
      send(offer) {
        packer.add(offer)
        if (packer.size() >= batch.offers || packer.bytes() >= batch.bytes) flush()
        else timer ??= setTimeout(flush, batch.ms)
      },
      sendPassedBy(passed) {
        if (!gate.enterPassedBy()) {
          miss()
          return
        }
        packer.addPassedBy(passed)
        if (packer.size() >= batch.offers) flush()
        else timer ??= setTimeout(flush, batch.ms)
      },
    },
  )

  /** What the dead thread had been offered and had not counted as left out is owed by the next one: recorded, or lost. */
  const bury = async (error: Error): Promise<void> => {
    worker = undefined
    const again = restarts < mostRestarts && whenEnded === undefined
    const next = again ? 'it is started anew' : 'nothing is mirrored any more'
    events.fault(`The mirror died: ${error.message}. Users are served; ${next}.`)
    whenEnded?.() // nobody waits for a dead thread
    if (!again) {
      intake.close('shutdown')
      return
    }
    restarts += 1
    gate = openGate()
    for (const bytes of packer.waiting()) gate.enter(bytes)
    for (let passed = packer.size() - packer.waiting().length; passed > 0; passed -= 1) gate.enterPassedBy()
    packer.forgetHeaders()
    const { notMirrored, control } = state.counts
    const leftOut = Object.values(notMirrored).reduce((total, n) => total + n, 0)
    const counts = { mirrored: crossed - leftOut, notMirrored, ...(control === undefined ? {} : { control }) }
    state = { ...state, counts }
    await wait(restartMs * restarts)
    worker = relaunch(gate, { counts, tally: state.tally, recording: state.recording })
    listenTo(worker)
    if (begun) post({ type: 'begin' })
    if (intake.closedBecause() === 'paused') post({ type: 'pause' })
    else flush()
  }

  const listenTo = (thread: Worker): void => {
    let reason = new Error('it ended by itself')
    let ended = false
    thread.on('error', (error) => (reason = error))
    thread.on('message', (message: FromBehind) => {
      if (tellOf(message, events)) return
      if (message.type === 'state') state = message.state
      else if (message.type === 'failed') reason = new Error(message.message)
      else if (message.type === 'ended') {
        ended = true
        whenEnded?.()
      }
    })
    // Not when it failed, but when it is gone, and its own threads with it: nobody else writes the recording from here on.
    thread.once('exit', () => {
      if (!ended) void bury(reason)
    })
  }
  listenTo(first)
  const counting = setInterval(() => post({ type: 'counts', counts: liveCounts() }), countsMs)

  const end = (message: ToBehind): Promise<void> => {
    clearInterval(counting)
    return new Promise((resolve) => {
      whenEnded = resolve
      if (worker === undefined) return resolve()
      post(message)
    })
  }

  return {
    books,
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
        queued: gate.queued(),
        queuedBytes: gate.queuedBytes(),
      },
      mirrorRestarts: restarts,
      verifierWaiting: state.verifierWaiting,
      verifierRestarts: state.verifierRestarts,
    }),
    async finish(phases) {
      intake.close('shutdown')
      const ended = end({ type: 'finish', counts: liveCounts(), phases })
      if (phases.end === undefined) return ended
      const overdue = Math.max(0, phases.end - Date.now())
      await Promise.race([ended, wait(overdue, undefined, { ref: false })])
      // Whoever waits for us kills us next: the recording is whole without its end, too.
      await worker?.terminate()
    },
    close: () => end({ type: 'close' }),
  }
}

const noState: BehindState = {
  counts: { mirrored: 0, notMirrored: {} },
  tally: nothingJudged,
  recording: nothingLost,
  down: [],
  mirror: { underWay: 0, breaker: 'closed', controlBreaker: 'closed' },
  verifierWaiting: 0,
  verifierRestarts: 0,
}
