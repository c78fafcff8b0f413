import config from './jest.config.js';

/** The tests that take minutes each. */
export default {
  ...config,
  testMatch: ['<rootDir>/test/**/*.long.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
