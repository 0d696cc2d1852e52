import base from './jest.config.mjs'

/** Every entry of the catalogue on the real stacks, as a page: some minutes. */
const [unit] = base.projects
export default {
  ...unit,
  displayName: 'causes',
  testMatch: ['<rootDir>/test/causes/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '\\.stack\\.test\\.ts$'],
}
