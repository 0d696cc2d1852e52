/** Native ES modules, TypeScript through swc: the set-up that works with Jest 30 on Node 20. */
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // Tests that need the built product (worker threads, the command line) name it by its path under dist/.
  transformIgnorePatterns: ['/node_modules/', '/dist/'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'hono/jsx' } },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
}

export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/test/**/*.test.tsx'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '\\.(?:stack|faults)\\.test\\.ts$',
        '/test/acceptance/',
        '/test/causes/all\\.test\\.ts$',
      ],
    },
    {
      ...shared,
      displayName: 'faults',
      setupFilesAfterEnv: ['<rootDir>/test/support/patience.ts'],
      testMatch: ['<rootDir>/test/**/*.faults.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '/test/acceptance/'],
    },
    {
      ...shared,
      displayName: 'stack',
      setupFilesAfterEnv: ['<rootDir>/test/support/patience.ts'],
      testMatch: ['<rootDir>/test/**/*.stack.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '/test/acceptance/'],
    },
  ],
}
