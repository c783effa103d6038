// The fast suite: everything that needs neither network, engine nor tools.
const swc = [
  '@swc/jest',
  {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

export default {
  testEnvironment: 'node',
  // Jest leaves one core idle unless told otherwise.
  maxWorkers: '100%',
  globalSetup: '<rootDir>/test/scratch/make.ts',
  globalTeardown: '<rootDir>/test/scratch/remove.ts',
  // Generous: a test says what happens, never how fast.
  testTimeout: 60_000,
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': swc },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '<rootDir>/test/(e2e|conformance|bench|fuzz)/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.worktrees/'],
};
