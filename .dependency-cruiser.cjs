/** The direction of imports that ARCHITECTURE.md draws: what breaks it fails the check. */
const pure = '^src/(sql|redact|compare|diagnose|views)/'
const adapters = ['capture', 'mirror', 'probe', 'record', 'replay', 'report', 'review']
const forbid = (name, from, to) => ({ name, severity: 'error', from, to })

module.exports = {
  forbidden: [
    forbid('no-circles', {}, { circular: true }),
    forbid('model-imports-nothing-of-ours', { path: '^src/model/' }, { path: '^src/', pathNot: '^src/model/' }),
    forbid('pure-rooms-stay-pure', { path: pure }, { path: '^src/', pathNot: [pure, '^src/model/'] }),
    forbid(
      'pure-rooms-do-no-io',
      { path: [pure, '^src/replay/scenario/'] },
      {
        dependencyTypes: ['core'],
        path: '^(?:node:)?(fs|net|http|https|tls|child_process|worker_threads|timers|dns|os)(/|$)',
      },
    ),
    forbid(
      'scenario-format-stays-pure',
      { path: '^src/replay/scenario/' },
      {
        path: '^src/',
        pathNot: [
          '^src/replay/scenario/',
          pure,
          '^src/(model|redact)/',
          '^src/errors\\.ts',
          '^src/config/nearest\\.ts',
        ],
      },
    ),
    ...adapters.map((room) =>
      forbid(
        `${room}-imports-no-other-adapter`,
        { path: `^src/${room}/` },
        { path: `^src/(${adapters.filter((each) => each !== room).join('|')}|app|cli|verifier)(/|\\.ts)` },
      ),
    ),
    forbid(
      'only-main-calls-the-command-line',
      { path: '^src/', pathNot: '^src/(cli/|main\\.ts)' },
      { path: '^src/cli/' },
    ),
    forbid('product-knows-no-lab', { path: '^src/' }, { path: '^lab/' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] },
  },
}
