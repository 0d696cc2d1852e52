/** Every room of `src/`, from the top of the house down: a room imports only rooms below it. ARCHITECTURE.md says what each is for. */
const rooms = [
  'cli',
  'app',
  'doctor',
  'drift',
  'sql-comparison',
  'report',
  'replay',
  'telemetry',
  'mirror',
  'proxy',
  'tap',
  'probe',
  'verifier',
  'store',
  'upstream',
  'config',
  'views',
  'diagnose',
  'knowledge',
  'session',
  'redact',
  'compare',
  'php',
  'mysql',
  'sql',
  'model',
  'base',
]
/** No files, sockets, threads or clocks. */
const pure = ['views', 'diagnose', 'knowledge', 'session', 'compare', 'redact', 'php', 'mysql', 'sql', 'model']
/** Only `app` joins them. */
const adapters = ['mirror', 'proxy', 'tap', 'probe', 'store', 'replay', 'report']
/** One product each: nothing but `app` and `cli` imports them. */
const slices = ['doctor', 'drift', 'sql-comparison']

const inside = (names) => `^src/(?:${names.join('|')})/`
const forbid = (name, from, to) => ({ name, severity: 'error', from, to })
const others = (names, name) => names.filter((each) => each !== name)

module.exports = {
  forbidden: [
    forbid('no-circles', {}, { circular: true }),
    forbid('every-file-has-a-room', { path: '^src/', pathNot: [inside(rooms), '^src/main\\.ts$'] }, {}),
    forbid('every-import-leads-to-a-room', {}, { path: '^src/', pathNot: [inside(rooms), '^src/main\\.ts$'] }),
    ...rooms
      .slice(1)
      .map((room, index) =>
        forbid(
          `${room}-imports-only-what-is-below`,
          { path: `^src/${room}/` },
          { path: inside(rooms.slice(0, index + 1)) },
        ),
      ),
    ...adapters.map((room) =>
      forbid(`${room}-imports-no-other-adapter`, { path: `^src/${room}/` }, { path: inside(others(adapters, room)) }),
    ),
    ...slices.map((slice) =>
      forbid(
        `${slice}-is-for-the-app`,
        { path: '^src/', pathNot: inside(['cli', 'app', slice]) },
        { path: `^src/${slice}/` },
      ),
    ),
    forbid(
      'pure-rooms-do-no-io',
      { path: [inside(pure), '^src/replay/scenario/'] },
      {
        dependencyTypes: ['core'],
        path: '^(?:node:)?(fs|net|http|https|tls|child_process|worker_threads|timers|dns|os)(/|$)',
      },
    ),
    forbid(
      'scenario-format-stays-pure',
      { path: '^src/replay/scenario/' },
      { path: '^src/', pathNot: ['^src/replay/scenario/', inside(pure), '^src/base/'] },
    ),
    forbid(
      'only-main-calls-the-command-line',
      { path: '^src/', pathNot: '^src/(cli/|main\\.ts)' },
      { path: '^src/cli/' },
    ),
    forbid(
      'a-store-is-known-to-the-list-of-stores',
      { path: '^src/', pathNot: '^src/store/(sqlite/|stores\\.ts)' },
      { path: '^src/store/sqlite/' },
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
