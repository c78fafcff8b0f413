import config from './jest.config.js';

/** An hour's work with faults of all kinds: npm run soak, which says for how long, on which engine and with which seed. */
export default {
  ...config,
  testMatch: ['<rootDir>/test/chaos/soak/soak.command.ts'],
};
