import type { ShadowState } from '../../src/telemetry/state.js'

export function aState(over: Partial<ShadowState> = {}): ShadowState {
  return {
    requests: 120,
    mirrored: 100,
    notMirrored: { 'unsafe-method': 20 },
    tally: { match: 90, noise: 5, mismatch: 3, incomparable: 2, reasons: { timeout: 2 } },
    recording: { failing: false, lost: 0 },
    down: [],
    mirror: { paused: false, queued: 4, queuedBytes: 400, underWay: 2, breaker: 'closed', controlBreaker: 'closed' },
    verifierWaiting: 7,
    mirrorRestarts: 0,
    verifierRestarts: 0,
    faults: 0,
    logLost: 0,
    connections: 16,
    refused: { 'url-too-long': 1 },
    ...over,
  }
}
