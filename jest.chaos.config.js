import config from './jest.config.js';

/** Everything that can go wrong, in full: npm run chaos. */
export default {
  ...config,
  testMatch: ['<rootDir>/test/**/*.chaos.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
