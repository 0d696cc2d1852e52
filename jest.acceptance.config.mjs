import base from './jest.config.mjs'

/** What takes longer than `npm test` may: run before an issue is called done. */
const [unit] = base.projects
export default {
  ...unit,
  displayName: 'acceptance',
  testMatch: ['<rootDir>/test/acceptance/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
}
